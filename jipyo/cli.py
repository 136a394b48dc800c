"""The face of Jipyo: each command calls a room, and starts no more than it needs.

Rooms are imported inside the commands: `jipyo extract` must not wait for Prefect, nor `--help` for
anything.
"""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

import jipyo
from jipyo.alert_commands import alerts
from jipyo.arguments import (
    AboutPlace,
    FirstDay,
    Format,
    Language,
    LastDay,
    Nature,
    Now,
    Output,
    PageFormat,
    Published,
    Spoken,
    read_day,
    read_moment,
    read_moment_or_day,
    read_range,
)
from jipyo.command_groups import command_group
from jipyo.flag_commands import flags
from jipyo.housekeeping_command import housekeeping
from jipyo.outlet_commands import outlets
from jipyo.outlet_health import health
from jipyo.report_commands import report
from jipyo.role_commands import roles
from jipyo.status_commands import doctor, status
from jipyo.terminal import say, say_lines, say_record, say_text, tell
from jipyo.up_commands import down, up

app = command_group(
    """The figures that cities announce, tracked.

    Jipyo collects city announcements from news sites, reads every reported figure, loads them into
    Postgres, and flags what changed or does not fit.

    First steps: `jipyo demo` runs the whole job on sample sites. `jipyo extract FILE` reads the
    figures of one text. `jipyo flags` lists what does not fit. `jipyo db psql` opens the tables.

    Data lives in `.jipyo/` under the current folder, or where `JIPYO_HOME` points. Postgres is
    embedded unless `JIPYO_DATABASE_URL` names a server.""",
    name="jipyo",
)
database = command_group("The database: address, shell, migrations, roles, backup and restore.")
app.add_typer(database, name="db")
metrics = command_group("Measures, and those that have no entry yet.")
app.add_typer(metrics, name="metrics")
app.add_typer(flags, name="flags")
app.add_typer(alerts, name="alerts")
app.add_typer(outlets, name="outlets")
outlets.command()(health)
app.command()(up)
app.command()(down)
app.command()(status)
app.command()(doctor)
app.command()(report)


def _version(wanted: bool) -> None:
    if wanted:
        say(f"jipyo {jipyo.__version__}")
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    """Options that every command shares."""


@app.command()
def extract(
    file: Annotated[Path, typer.Argument(help="A text file in UTF-8, or - for standard input.")],
    published: Published = None,
    place: AboutPlace = None,
    output: Output = Format.TEXT,
    every: Annotated[
        bool, typer.Option("--all", help="Every number, with what it is instead of a figure.")
    ] = False,
) -> None:
    """Print every reported figure of a text, in the order of the text.

    Example: `jipyo extract release.txt --published 2021-06-11 --place 창원시 --format jsonl`

    With --all every digit of the text stands in exactly one line: a figure, a date, a duration, an
    ordinal, a name, a denominator, an age band, a contact, a label, furniture, or unknown.

    Measures that were promoted in the home folder are known here too. The fields of `jsonl` are a
    contract: docs/formats.md.
    """
    from flows.measures import home_measures
    from jipyo.extraction import (
        figure_lines,
        figure_records,
        number_lines,
        number_records,
        read_text,
    )

    chosen = number_records if every else figure_records
    records = chosen(
        read_text(file), published=read_day(published), place=place, measures=home_measures()
    )
    if output is Format.JSONL:
        for record in records:
            say_record(record)
    else:
        say_lines(number_lines(records) if every else figure_lines(records))


@app.command()
def page(
    file: Annotated[Path, typer.Argument(help="The page as fetched, or - for standard input.")],
    url: Annotated[str, typer.Option(help="The public address at which it was found.")],
    charset: Annotated[
        str | None, typer.Option(help="Charset that the response declared, if it did.")
    ] = None,
    family: Annotated[
        str | None, typer.Option(help="Site family; recognised from the page by default.")
    ] = None,
    output: Annotated[PageFormat, typer.Option("--format", help="text or json.")] = PageFormat.TEXT,
) -> None:
    """Print what would be stored of a saved page: an article, or what the page is instead.

    Example: `jipyo page saved.html --url https://www.example.kr/news/articleView.html?idxno=7`

    The state is article, list, no_body, gone, selector_drift or not_article; the exit code is 0
    whenever the page was classified. A document that a page offers (HWP, HWPX, PDF) is read too:
    its text is the body, while title and time would be those of its page.

    The fields of `json` are a contract: docs/formats.md. Which families are known and how they are
    told: docs/families.md.
    """
    from jipyo.saved_page import page_lines, page_record, read_saved

    article = read_saved(file, url, charset=charset, family=family)
    if output is PageFormat.JSON:
        say_record(page_record(article), indent=1)
    else:
        say_lines(page_lines(article))


@app.command()
def evaluate(
    folder: Annotated[Path, typer.Argument(help="Folder of NAME.json with their texts.")],
    as_json: Annotated[bool, typer.Option("--json", help="One object instead of a table.")] = False,
    notes: Annotated[bool, typer.Option(help="Tell every deviation.")] = False,
) -> None:
    """Score the reader on a folder of annotated texts.

    Says how many figures were found with the right value and unit, how often kind, period, phrase
    head and identity are right, and which numbers that are no figures were taken for some.
    Measures that were promoted in the home folder are known here too, and it is told where there
    are some. The format of the folder: docs/evaluation.md.
    """
    from flows.measures import home_overlay, measures_of
    from jipyo.evaluation import evaluate as score
    from jipyo.evaluation import table

    overlay = home_overlay()
    if overlay.text:
        tell(f"With the measures of {overlay.file}.")
    found = score(folder, measures_of(overlay))
    if as_json:
        say_record(found.record(), indent=1)
    else:
        say_lines(table(found))
    if notes:
        for note in found.notes:
            (tell if as_json else say_text)(note)


@app.command()
def collect(
    target: Annotated[str, typer.Argument(metavar="OUTLET|URL", help="An outlet id or one page.")],
    now: Now = None,
) -> None:
    """Collect one outlet, or one page of a known outlet, and read what came.

    Example: `jipyo collect knjbokji`
    """
    from flows.single import collect_one

    report = collect_one(target, now=read_moment(now), tell=tell)
    say_text(report.message)
    raise typer.Exit(0 if report.succeeded else 1)


@app.command()
def backfill(
    outlet: Annotated[str, typer.Argument(metavar="OUTLET", help="An outlet id.")],
    first_day: Annotated[str, typer.Option("--from", metavar="DAY", help="First day wanted.")],
    last_day: Annotated[str, typer.Option("--to", metavar="DAY", help="Last day wanted.")],
    most_requests: Annotated[
        int | None, typer.Option(min=1, help="Pages to ask for in this call, lists included.")
    ] = None,
    hours: Annotated[
        float, typer.Option(min=0.01, help="How long this call may ask; a night must wait.")
    ] = 1.0,
    now: Now = None,
) -> None:
    """Collect what an outlet published in past days, from the pages of its archive, and read it.

    As polite as any night, and as slow. Cut off, or stopped by a budget, the same command goes on
    where it stood: docs/archives.md. `jipyo check`, or the next night, looks at what came.

    Example: `jipyo backfill idomin --from 2026-01-01 --to 2026-03-31`
    """
    from flows.backfilling import backfill_outlet

    since, until = read_range(first_day, last_day)
    if since is None or until is None:
        raise typer.BadParameter("--from and --to are both needed")
    report = backfill_outlet(
        outlet,
        since,
        until,
        most_requests=most_requests,
        hours=hours,
        now=read_moment(now),
        tell=tell,
    )
    say_text(report.message)
    raise typer.Exit(0 if report.succeeded else 1)


@app.command(name="import")
def import_file(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", help="Ready articles, one JSON object per line; or WARC files."
        ),
    ],
    warc: Annotated[
        bool, typer.Option("--warc", help="The files are WARC files; - is standard input.")
    ] = False,
    all_hosts: Annotated[
        bool, typer.Option("--all-hosts", help="Also pages of hosts that are no known outlet's.")
    ] = False,
    host: Annotated[
        list[str] | None,
        typer.Option(help="Only this host and those under it, as kr or example.kr; again."),
    ] = None,
    first_day: FirstDay = None,
    last_day: LastDay = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell what would be captured.")
    ] = False,
    now: Now = None,
) -> None:
    """Load ready articles from a file, or the pages of WARC files, as from an archive.

    Each line has `url`, `outlet`, `published_at` (with offset), `title` and `body`, and may have
    `subtitle`, `place`, `fetched_at` and `modified_at`. What is known is left alone, another text
    at a known address is a new version. Bad lines are told with their number and left out; the
    exit code is then 1. `jipyo check`, or the next night, looks at what came.

    With --warc the pages of known outlets become captures of the moment at which they were
    fetched, and are read as any others. The same file twice adds nothing. The options about hosts
    and days are for WARC files: docs/archives.md.

    Example: `jipyo import archive.jsonl`, `jipyo import --warc CC-NEWS-2026.warc.gz`
    """
    if not warc:
        if all_hosts or host or first_day or last_day or dry_run or len(files) > 1:
            raise typer.BadParameter(
                "several files, --all-hosts, --host, --from, --to and --dry-run go with --warc"
            )
        from flows.importing import import_articles

        report = import_articles(files[0], now=read_moment(now), tell=tell)
        say_text(report.message)
        raise typer.Exit(1 if report.bad or report.broken else 0)
    from flows.archives import Selection, import_archives

    since, until = read_range(first_day, last_day)
    names = tuple(name.lower().strip(".") for name in host or ())
    taken = import_archives(
        files,
        Selection(first_day=since, last_day=until, hosts=names, all_hosts=all_hosts),
        dry_run=dry_run,
        now=read_moment(now),
        tell=tell,
    )
    say_text(taken.message)
    raise typer.Exit(1 if taken.broken or taken.unread else 0)


@app.command()
def export(
    warc: Annotated[
        Path, typer.Option("--warc", metavar="FILE", help="File to write; compressed as .warc.gz.")
    ],
    outlet: Annotated[
        list[str] | None, typer.Option(help="Only captures of this outlet; may be given again.")
    ] = None,
    first_day: FirstDay = None,
    last_day: LastDay = None,
    now: Now = None,
) -> None:
    """Write captures into a WARC file, in the order in which they were fetched.

    Whatever reads WARC 1.1 reads it; `jipyo import --warc` gives the same captures again, and with
    them the same articles and figures.

    Example: `jipyo export --warc 2026-11.warc.gz --from 2026-11-01 --to 2026-11-30`
    """
    from flows.archives import export_archive

    since, until = read_range(first_day, last_day)
    report = export_archive(
        warc, outlet_ids=outlet, first_day=since, last_day=until, now=read_moment(now), tell=tell
    )
    say(f"Wrote {warc}: {report.message} ({warc.stat().st_size:,} bytes).")


@app.command()
def check(
    full: Annotated[bool, typer.Option("--full", help="Look at every series.")] = False,
    since: Annotated[
        str | None,
        typer.Option(metavar="MOMENT|DAY", help="Look again at what was touched since."),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(metavar="MOMENT", help="Look back at the store as it was known then."),
    ] = None,
    now: Now = None,
    output: Output = Format.TEXT,
    language: Spoken = Language.KOREAN,
) -> None:
    """Check what changed since the checks last looked, and keep the flags.

    With --as-of only what was recorded by then counts. Such a run tells what it finds and changes
    no flag: flags are about how things stand. It looks at every series, or with --since at those
    touched from then on.

    The exit code is 0 whatever is flagged, and 1 only if a check could not run.

    Example: `jipyo import archive.jsonl && jipyo check && jipyo flags`
    """
    from datetime import UTC, datetime

    from flows.checking import check_now

    moment, touched, past = read_moment(now), read_moment_or_day(since), read_moment(as_of)
    if full and touched is not None:
        raise typer.BadParameter("--full looks at every series; leave --since out")
    if past is not None and past > (moment or datetime.now(UTC)):
        raise typer.BadParameter(f"--as-of {as_of} lies ahead; leave it out to check what stands")
    if past is not None and touched is not None and touched > past:
        raise typer.BadParameter(f"--since {since} lies behind --as-of {as_of}")
    summary = check_now(full=full, since=touched, as_of=past, now=moment, tell=tell)
    if output is Format.JSONL:
        say_record(summary.record())
    else:
        say_lines(summary.lines(language.value))


@app.command()
def reparse(
    workers: Annotated[int, typer.Option(min=1, help="Processes that read side by side.")] = 2,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell what would change in the series.")
    ] = False,
    now: Now = None,
) -> None:
    """Read every capture and import again that another version of the readers read.

    A replay that was cut off goes on where it was. Try it with --dry-run first: it does all of it,
    tells what would change, and takes it back.
    """
    from flows.reparse import reparse as replay
    from flows.reparse import report_lines

    report = replay(workers=workers, dry_run=dry_run, now=read_moment(now), tell=tell)
    say_lines(report_lines(report, dry_run))
    raise typer.Exit(1 if report.broken else 0)


@app.command()
def nightly(
    now: Now = None,
    outlet: Annotated[
        list[str] | None, typer.Option(help="Only this outlet; may be given again.")
    ] = None,
    full_check: Annotated[bool, typer.Option(help="Check every series.")] = False,
) -> None:
    """Run the nightly job once, now: collect, parse, check, report.

    Starts Prefect's server for as long as the job runs, unless one runs already or
    `PREFECT_API_URL` names one. Exit code 1 only if a step could not run.
    """
    from flows.once import run_once

    succeeded, message = run_once(
        now=read_moment(now), outlets=outlet or None, full_check=full_check, tell=tell
    )
    say_text(message)
    raise typer.Exit(0 if succeeded else 1)


app.command()(housekeeping)


@app.command()
def demo(
    nights: Annotated[int, typer.Option(min=1, max=4, help="How many nights to run.")] = 4,
    keep_serving: Annotated[
        bool, typer.Option(help="Leave sites and Prefect UI up until Ctrl-C.")
    ] = False,
) -> None:
    """Run the real nightly job on sample news sites that are served on this machine.

    Four nights of three outlets, from page to flag; what was collected and which flags rose is told
    as it happens, with both quotes. A finished night that is run again adds nothing.
    """
    from flows.demo import run_demo

    raise typer.Exit(run_demo(nights=nights, keep_serving=keep_serving, tell=tell))


@app.command()
def server() -> None:
    """Start Prefect's server, or find the one that runs, and print the environment to use it.

    Example: `eval "$(jipyo server)"; prefect --no-prompt deploy --all`
    """
    from flows.server import PrefectServer, client_environment
    from jipyo.store.home import Home

    home = Home.from_environment()
    api_url, started = PrefectServer(home).start()
    for name, value in client_environment(home, api_url).items():
        say(f"export {name}={shlex.quote(value)}")
    word = "started" if started else "runs already"
    tell(f"Prefect {word}: {api_url.removesuffix('/api')} ; `jipyo down` stops it.")


@metrics.command()
def unmapped(
    most: Annotated[int, typer.Option(min=1, help="How many to list.")] = 20,
    by_amount: Annotated[bool, typer.Option(help="The largest sums of won first.")] = False,
    output: Output = Format.TEXT,
) -> None:
    """List measures that the registry does not know, with sentences that state them.

    They have a provisional id (~…) and form series all the same. Those in most announcements come
    first.
    """
    from jipyo.store.database import connect
    from jipyo.store.unmapped import list_unmapped, unmapped_lines

    with connect() as connection:
        found = list_unmapped(connection, most=most, by_amount=by_amount)
    if output is Format.JSONL:
        for one in found:
            say_record(one.record())
        return
    say_lines(unmapped_lines(found))
    if not found:
        tell("Every figure has a measure of the registry, or there is none.")


@metrics.command()
def show(
    file: Annotated[
        Path | None, typer.Argument(help="A text file in UTF-8, or - for standard input.")
    ] = None,
    figure: Annotated[
        int | None, typer.Option(min=1, help="Only this figure, counted as extract prints them.")
    ] = None,
    find: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help="Only figures with this in their print or noun phrase."),
    ] = None,
    published: Published = None,
    place: AboutPlace = None,
    url: Annotated[
        str | None,
        typer.Option("--url", metavar="ADDRESS", help="An article of the store, not a file."),
    ] = None,
    metric: Annotated[
        str | None, typer.Option(metavar="ID", help="What a measure or provisional id means.")
    ] = None,
    output: Output = Format.TEXT,
) -> None:
    """Explain step by step why a figure got its id, or what an id means.

    Tells the noun phrase, the words set aside, the measures that came into question and why some
    were dropped, where the measure, scope, basis, place and speaker are from, and the key.

    Example: `jipyo metrics show release.txt --place 창원시 --find 국비`

    With --url the article's latest version is explained, with its place and day from the store.
    With --metric the entry of the registry or the parts of a provisional id (~…) are shown, and
    what the store has of it. The fields of `jsonl`: docs/formats.md.
    """
    if sum(given is not None for given in (file, url, metric)) != 1:
        raise typer.BadParameter("give one of FILE, --url and --metric")
    if file is None and (published is not None or place is not None):
        raise typer.BadParameter("--published and --place are for a FILE only")
    if metric is not None and (figure is not None or find is not None):
        raise typer.BadParameter("--figure and --find choose in a text, not in --metric")
    if figure is not None and find is not None:
        raise typer.BadParameter("give --figure or --find, not both")
    if metric is not None:
        _show_measure(metric, output)
        return
    from flows.measures import home_measures
    from jipyo.explanation import choose, explain_text, explanation_lines
    from jipyo.extraction import place_of, read_text

    if file is not None:
        text, day = read_text(file), read_day(published)
        about = place_of(text, day, place)
    else:
        from flows.articles import stored_article

        stored = stored_article(str(url))
        text, day, about = stored.text, stored.published, stored.place
    explained = explain_text(text, published=day, place=about, measures=home_measures())
    found = choose(explained, number=figure, words=find)
    if output is Format.JSONL:
        for one in found:
            say_record(one.record())
        return
    say_lines(explanation_lines(found))


def _show_measure(metric: str, output: Format) -> None:
    from flows.measures import home_measures
    from jipyo.explanation import meaning, meaning_lines
    from jipyo.store.database import connect, store_exists
    from jipyo.store.stored import count_measure

    counts, known = None, home_measures()
    meaning(metric, counts=None, measures=known)  # A mistyped id starts nothing.
    if store_exists():
        with connect() as connection:
            counts = count_measure(connection, metric)
    found = meaning(metric, counts=counts, measures=known)
    if output is Format.JSONL:
        say_record(found.record())
        return
    say_lines(meaning_lines(found))


@metrics.command(
    epilog="Example: `jipyo metrics promote '~말벗+어르신:person' --id welfare.companions"
    " --label-en 'Companions for the elderly'`"
)
def promote(
    metric: Annotated[str, typer.Argument(metavar="~ID", help="As `metrics unmapped` lists it.")],
    new_id: Annotated[
        str, typer.Option("--id", help="Id of the new measure: lower-case words joined by dots.")
    ] = "",
    into: Annotated[
        str, typer.Option("--into", metavar="ID", help="Add to this known measure instead.")
    ] = "",
    label_ko: Annotated[
        str, typer.Option(help="Its Korean name; the first alias by default.")
    ] = "",
    label_en: Annotated[str, typer.Option(help="Its English name.")] = "",
    alias: Annotated[
        list[str] | None, typer.Option(help="A name as it is printed; may be given again.")
    ] = None,
    unit: Annotated[
        list[str] | None, typer.Option(help="A class of units that it is counted in; again.")
    ] = None,
    nature: Annotated[Nature | None, typer.Option(help="stock, flow or cumulative.")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell what would change; write nothing.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before writing.")] = False,
    workers: Annotated[int, typer.Option(min=1, help="Processes that read side by side.")] = 2,
    now: Now = None,
) -> None:
    """Give a provisional measure an entry of its own, or a place in a known one, and replay.

    The entry goes into `registry.toml` of the home folder. Names, units and nature are taken from
    what is stored unless they are given; without --id and --into the proposal is all that is told.
    What would change is told first. Then every page is read again, series and flags follow. Cut
    off, the same command or `jipyo reparse` goes on.
    """
    from flows.promoting import Promotion, proposal
    from flows.promoting import promote as write_and_replay
    from jipyo.store.errors import JipyoError

    if not metric.startswith("~"):
        raise typer.BadParameter(f"{metric} is no provisional id; they begin with ~")
    if new_id and into:
        raise typer.BadParameter("give --id for a new measure or --into for a known one, not both")
    if not new_id and not into:
        stored = proposal(metric)
        say(f"label_ko  {stored.label_ko}")
        say(f"nature    {stored.nature}")
        say(f"units     {', '.join(stored.units)}")
        say(f"aliases   {', '.join(stored.aliases)}")
        raise typer.BadParameter("add --id and --label-en for a new measure, or --into")
    if new_id and not label_en:
        raise typer.BadParameter("a new measure needs --label-en")

    def agree(question: str) -> bool:
        if yes:
            return True
        if not sys.stdin.isatty():
            raise JipyoError("Nobody can be asked here. Nothing was written: add --yes.")
        return typer.confirm(question, err=True)

    report = write_and_replay(
        Promotion(
            metric=metric,
            id=new_id,
            into=into,
            label_ko=label_ko,
            label_en=label_en,
            aliases=tuple(alias or ()),
            units=tuple(unit or ()),
            nature=nature.value if nature else "",
        ),
        dry_run=dry_run,
        workers=workers,
        now=read_moment(now),
        tell=say_text,
        progress=tell,
        agree=agree,
    )
    if report is None:
        say("Nothing was written.")
    raise typer.Exit(1 if report is None or report.broken else 0)


@database.command()
def url() -> None:
    """Print the address of the database, for psql, notebooks and other tools."""
    from jipyo.store.database import connect, database_url

    with connect():
        say(database_url())


@database.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
    epilog="Example: `jipyo db psql -c 'SELECT * FROM flag'`",
)
def psql(context: typer.Context) -> None:
    """Open psql on the database; arguments are passed on."""
    from jipyo.store.backup import run_psql

    raise typer.Exit(run_psql(context.args))


@database.command()
def migrate(
    views: Annotated[
        bool, typer.Option(help="Make the views and the rights of the roles anew, too.")
    ] = False,
) -> None:
    """Bring tables and views up to date; several processes may do it at once."""
    from jipyo.store.database import database_url
    from jipyo.store.migrations import install_views
    from jipyo.store.migrations import migrate as apply

    applied = apply(database_url())
    if views:
        install_views(database_url())
    say(f"Applied {', '.join(applied)}." if applied else "The tables are up to date.")


database.command()(roles)


@database.command()
def backup(
    file: Annotated[Path, typer.Argument(help="Where to write the backup.")],
) -> None:
    """Write the whole database to one file (pg_dump's custom format)."""
    from jipyo.store.backup import backup as write

    write(file)
    say(f"Wrote {file} ({file.stat().st_size:,} bytes).")


@database.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that `jipyo db backup` wrote.")],
    force: Annotated[
        bool, typer.Option(help="Replace what the database holds, if it holds anything.")
    ] = False,
) -> None:
    """Load a backup into an empty database."""
    from jipyo.store.backup import restore as load

    load(file, force=force)
    say(f"Restored {file}.")


def main() -> None:
    """Entry point: expected errors are one clear message and exit code 1, never a trace."""
    from jipyo.store.errors import JipyoError

    try:
        app()
    except JipyoError as error:
        tell(f"jipyo: {error}")
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output went away (`| head`); that is no error.
        sys.stderr.close()
        sys.exit(0)
