"""The beginning of a page reader for a family of sites: `jipyo outlets new-family`."""

from __future__ import annotations

import json
import keyword
import re
from datetime import date
from importlib.resources import files
from pathlib import Path

import jipyo
from jipyo.pages import read_page
from jipyo.pages.families import FAMILIES
from jipyo.pages.model import Article
from jipyo.saved_page import page_record, read_saved
from jipyo.store.errors import JipyoError
from spiders.patterns import pattern_of

SAMPLE_URL = "https://www.sample-press.example/news/read?number=7012"
"""Where the page of the template stands, where no saved one is given."""

_FIRST_LAST = "        # Takes every page, so it stands last.\n"


class NewFamilyError(JipyoError):
    """A family cannot be begun; nothing was written."""


def begin_family(name: str, *, like: Path | None, url: str | None) -> list[str]:
    """Write a family's module, its line in the registry, a golden page and a test that fails.

    Args:
        name: Name of the family and of its module.
        like: A saved page with an article of it, as fetched; an invented one by default.
        url: The address of the saved page.

    Returns:
        What was written and what to do next, line by line.

    Raises:
        NewFamilyError: this is no checkout, the name is taken or none, or the saved page shows no
            article.
    """
    root = _checkout()
    families = root / "jipyo" / "pages" / "families"
    golden = root / "tests" / "pages" / "golden"
    module = families / f"{name}.py"
    page = golden / f"{name}-article.html"
    test = root / "tests" / "pages" / f"test_family_{name}.py"
    if not re.fullmatch(r"[a-z][a-z0-9]{1,20}", name) or keyword.iskeyword(name):
        raise NewFamilyError(
            f"{name!r} cannot be the name of a family: take 2 to 21 lower-case letters and digits, "
            "a letter first."
        )
    taken = [file for file in (module, page, page.with_suffix(".json"), test) if file.exists()]
    if name in FAMILIES or taken:
        where = f": {taken[0].relative_to(root)} is there" if taken else ""
        raise NewFamilyError(f"The family {name} exists already{where}. Take another name.")
    registry = families / "__init__.py"
    registered = _registered(registry.read_text(encoding="utf-8"), name)
    if like is not None and url is not None:
        article, body = read_saved(like, url, charset=None, family="generic"), like.read_bytes()
    else:
        url, body = SAMPLE_URL, _template("article.html", name).encode()
        article = read_page(body, url, family="generic")
    if article.state != "article":
        raise NewFamilyError(
            f"{like} shows no article to begin with ({article.state}: {article.detail}). Save the "
            "page of an article with some text."
        )
    pattern = pattern_of(url)
    if pattern is None:
        raise NewFamilyError(
            f"{url} has no number, so nothing in it names the article. Give the address of an "
            "article as the lists of the site link to it."
        )
    module.write_text(
        _template("family.py.txt", name).replace("@PATTERN@", pattern), encoding="utf-8"
    )
    page.write_bytes(body)
    page.with_suffix(".json").write_text(
        json.dumps(_expected(article, name, url), ensure_ascii=False, indent=1) + "\n",
        encoding="utf-8",
    )
    test.write_text(_template("test_family.py.txt", name), encoding="utf-8")
    registry.write_text(registered, encoding="utf-8")
    written = (module, page, page.with_suffix(".json"), test, registry)
    return [
        *(f"wrote {file.relative_to(root)}" for file in written),
        "",
        "Next",
        f"1. Fill in the selectors of MARKUP and MARKS in {module.relative_to(root)}, until this "
        f"passes: pytest {test.relative_to(root)}",
        f"2. Compare {page.with_suffix('.json').relative_to(root)} with the page as people see it: "
        "it holds what a reader of unknown pages made of it. "
        + ("Put words of your own in place of the page's, which are its author's. " if like else "")
        + "Then add a second article, a list, a page without its text and a deleted one: "
        "pytest tests/pages names what is missing.",
        "3. Fill in feeds, lists and how lists are turned, tell of the family in docs/families.md, "
        "and try it: jipyo outlets add URL --dry-run",
    ]


def _checkout() -> Path:
    root = Path(jipyo.__file__).parents[1]
    if not (root / "pyproject.toml").is_file() or not (root / "tests/pages/golden").is_dir():
        raise NewFamilyError(
            f"Jipyo is installed in {root}, which is no checkout of its source: a family is code "
            "with tests. Clone the source, run `make test` once, and use .venv/bin/jipyo there. "
            "For a single site, `jipyo outlets add` may do with family generic."
        )
    return root


def _registered(text: str, name: str) -> str:
    """The registry with one more import, in order, and one more line before what takes all."""
    imports = re.search(r"from jipyo\.pages\.families import \(\n((?:    \w+,\n)+)\)", text)
    if imports is None or text.count(_FIRST_LAST) != 1:
        raise NewFamilyError(
            "jipyo/pages/families/__init__.py is not written as expected: add the family to it by "
            "hand, or undo the change."
        )
    names = sorted([*re.findall(r"\w+", imports[1]), name])
    listed = "".join(f"    {one},\n" for one in names)
    text = f"{text[: imports.start(1)]}{listed}{text[imports.end(1) :]}"
    return text.replace(_FIRST_LAST, f"        {name}.FAMILY,\n{_FIRST_LAST}")


def _expected(article: Article, name: str, url: str) -> dict[str, object]:
    record = page_record(article)
    stated: date | None = article.published_at
    return {
        "url": url,
        "given": name,
        "state": "article",
        "family": name,
        "title": record["title"],
        "paragraphs": article.body.split("\n\n"),
        "published_at": stated.isoformat() if stated is not None else None,
        "byline": record["byline"],
    }


def _template(file: str, name: str) -> str:
    text = files("jipyo").joinpath("templates", file).read_text(encoding="utf-8")
    return text.replace("@NAME@", name)
