"""The checks: what each looks for, how grave its findings are, and what one of them says."""

from __future__ import annotations

from collections.abc import Iterator

from expectations.checks import CHECKS
from expectations.checks.definition import CheckDefinition
from reference.examples import examples
from reference.writing import code, page, table

ABOUT = """{count} checks run every night over the series that were touched, and their kin. \
Each is one SQL file that selects offenders with their evidence; what it finds becomes a \
[flag](../flags.md) and fails an expectation of Great Expectations with the same count. How \
one is written: [a new check](../new-check.md). The examples are what the checks really say of \
invented stories."""

SEVERITIES = """- *critical*: look today: the figures cannot both be right, and much hangs on it.
- *warning*: it does not fit; somebody should look.
- *info*: worth knowing when one reads the series; nobody needs to act."""

SUITES = {
    "consistency": (
        "Consistency",
        "What does not fit together at one time: within a text, or copies of an announcement.",
    ),
    "change": ("Change", "What does not fit with what was said before."),
}


def checks_page() -> str:
    """The page."""
    parts = [
        ABOUT.format(count=len(CHECKS)),
        SEVERITIES,
        table(
            ["check", "expected is", "can be"],
            [
                [
                    f"[{code(check.check_id)}](#{check.check_id})",
                    f"{check.title_en}<br>{check.title_ko}",
                    ", ".join(check.severities),
                ]
                for check in CHECKS
            ],
        ),
    ]
    kept = examples()
    for suite, (heading, about) in SUITES.items():
        parts += [f"## {heading}", about]
        for check in CHECKS:
            if check.suite == suite:
                parts += _section(check, kept[check.check_id])
    return page("Checks", "reference/checks.py", parts)


def _section(check: type[CheckDefinition], example: dict[str, str]) -> Iterator[str]:
    yield f"### {check.check_id} {{ #{check.check_id} }}"
    yield f"**{check.title_en}.** {check.title_ko}."
    yield check.documentation()
    yield f"Severity: {check.severity_rule}."
    yield f"An example ({example['severity']}):"
    yield f"> {example['message_en']}\n>\n> {example['message']}"
    if check.explained_by:
        others = ", ".join(f"[{code(name)}](#{name})" for name in check.explained_by)
        yield f"Left out about a figure of which one of these says more: {others}."
    yield f"Rule: `sql/checks/{check.check_id}.sql`"
