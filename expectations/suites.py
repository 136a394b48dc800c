"""The Great Expectations suites, defined here and nowhere else.

What Great Expectations stores on disk is written anew from this module in every run. Suite
``shape`` says what the tables look like (keys, nulls, ranges, references, freshness); suites
``consistency`` and ``change`` hold one expectation per check over what it found in the run, so they
and the flags, which are made of the same rows, can never disagree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from expectations.checks import CHECKS
from expectations.checks.definition import Severity
from jipyo.store.words import KINDS, PAGE_STATES, ROLES, RUNGS

if TYPE_CHECKING:
    from great_expectations.expectations.expectation import Expectation


@dataclass(frozen=True, slots=True)
class SuitePart:
    """Expectations over one batch: the rows that ``sql/shape/<batch>.sql`` selects."""

    suite: str
    batch: str
    expectations: tuple[Expectation, ...]


def suite_parts() -> tuple[SuitePart, ...]:
    """Every expectation there is, by suite and batch."""
    return (
        SuitePart("shape", "reading", _reading()),
        SuitePart("shape", "parsed_capture", _parsed_capture()),
        SuitePart("shape", "outlet_freshness", _outlet_freshness()),
        SuitePart("shape", "finding", _all_findings()),
        SuitePart("consistency", "finding", _findings("consistency")),
        SuitePart("change", "finding", _findings("change")),
    )


def _stated(
    name: str, ko: str, en: str, severity: str = "critical", **arguments: object
) -> Expectation:
    """An expectation by its class name, that reads as a sentence in both languages."""
    from great_expectations import expectations as gxe

    return getattr(gxe, name)(description=f"{ko} / {en}", severity=severity, **arguments)


def _reading() -> tuple[Expectation, ...]:
    missing = [
        _stated(
            "ExpectColumnValuesToNotBeNull",
            f"관측값의 {ko} 항목은 비어 있지 않다",
            f"No observation is without {en}",
            column=column,
        )
        for column, ko, en in (
            ("series_id", "계열", "its series"),
            ("value", "값", "its value"),
            ("unit", "단위", "its unit"),
            ("url", "주소", "the address of its page"),
            ("release_id", "보도자료", "its announcement"),
            ("recorded_at", "기록 시각", "the time from when we knew"),
        )
    ]
    known = [
        _stated(
            "ExpectColumnValuesToBeInSet",
            f"{ko} 항목은 정해진 말 가운데 하나다",
            f"{en} is one of the words agreed on",
            column=column,
            value_set=list(words),
        )
        for column, ko, en, words in (
            ("kind", "수치의 종류", "The kind of a figure", KINDS),
            ("role", "수치의 구실", "The role of a figure", ROLES),
            ("period_rung", "기간의 출처", "Where a period was found", RUNGS),
        )
    ]
    ordered = [
        _stated(
            "ExpectColumnPairValuesAToBeGreaterThanB",
            ko,
            en,
            column_A=larger,
            column_B=smaller,
            or_equal=True,
            ignore_row_if="either_value_is_missing",
        )
        for larger, smaller, ko, en in (
            (
                "value",
                "low",
                "값은 밝힌 구간의 아래 끝보다 작지 않다",
                "A value is not below its interval",
            ),
            (
                "high",
                "value",
                "값은 밝힌 구간의 위 끝보다 크지 않다",
                "A value is not above its interval",
            ),
            (
                "period_end",
                "period_start",
                "기간의 끝은 시작보다 이르지 않다",
                "No period ends before it starts",
            ),
        )
    ]
    equal = [
        _stated(
            "ExpectColumnPairValuesToBeEqual",
            ko,
            en,
            column_A=one,
            column_B=other,
            ignore_row_if="neither",
        )
        for one, other, ko, en in (
            (
                "quote",
                "span",
                "인용은 본문의 그 자리 글자와 같다",
                "A quote equals the text at its place",
            ),
            (
                "value",
                "figure_value",
                "관측값은 수치의 값과 같다",
                "An observation has the value of its figure",
            ),
            (
                "release_id",
                "release_of_article",
                "관측값과 기사는 같은 보도자료에 속한다",
                "An observation belongs to the announcement of its article",
            ),
        )
    ]
    return (
        _stated(
            "ExpectColumnValuesToBeUnique",
            "한 수치는 관측값을 하나만 낳는다",
            "A figure makes one observation",
            column="figure_id",
        ),
        *missing,
        *known,
        *ordered,
        *equal,
        _stated(
            "ExpectColumnValuesToBeBetween",
            "퍼센트는 십만을 넘지 않는다",
            "Per cent stay below a hundred thousand",
            "warning",
            column="per_cent",
            min_value=-100_000,
            max_value=100_000,
        ),
        _stated(
            "ExpectColumnValuesToBeBetween",
            "발행 시각은 우리가 안 시각보다 하루 넘게 앞서가지 않는다",
            "Nothing is published more than a day after we had it",
            "warning",
            column="hours_ahead",
            max_value=24,
        ),
    )


def _parsed_capture() -> tuple[Expectation, ...]:
    return (
        _stated(
            "ExpectColumnValuesToBeInSet",
            "읽은 페이지는 기사 또는 사유 있는 실패를 남긴다",
            "A page that was read leaves an article or a failure with its reason",
            column="trace",
            value_set=["complete"],
        ),
        _stated(
            "ExpectColumnValuesToBeInSet",
            "페이지의 상태는 정해진 말 가운데 하나다",
            "The state of a page is one of the words agreed on",
            column="page_state",
            value_set=list(PAGE_STATES),
        ),
        _stated(
            "ExpectColumnValuesToBeBetween",
            "응답 코드는 HTTP의 범위 안에 있다",
            "A status is one of HTTP",
            column="status",
            min_value=100,
            max_value=599,
        ),
    )


def _outlet_freshness() -> tuple[Expectation, ...]:
    return (
        _stated(
            "ExpectColumnValuesToBeBetween",
            "수집 중인 매체는 이틀 안에 다시 수집된다",
            "An outlet that is collected was collected within two days",
            "warning",
            column="days_since_night",
            max_value=2,
        ),
        _stated(
            "ExpectColumnValuesToBeBetween",
            "수집 중인 매체는 두 주 안에 새 글을 낸다",
            "An outlet that is collected listed a new page within two weeks",
            "warning",
            column="days_since_new_page",
            max_value=14,
        ),
    )


def _findings(suite: str) -> tuple[Expectation, ...]:
    """One expectation for each severity that a check can give, so that each fails as its own."""
    return tuple(
        _stated(
            "UnexpectedRowsExpectation",
            f"{check.title_ko} ({_SEVERITIES_KO[severity]})",
            f"{check.title_en} ({check.check_id}, {severity})",
            severity,
            unexpected_rows_query=(
                "SELECT place, metric, message, message_en, compared FROM {batch} "  # noqa: S608 - our own ids
                f"WHERE check_id = '{check.check_id}' AND severity = '{severity}' "
                "ORDER BY fingerprint"
            ),
            notes=[check.documentation(), f"Severity: {check.severity_rule}."],
        )
        for check in CHECKS
        if check.suite == suite
        for severity in check.severities
    )


_SEVERITIES_KO: Mapping[Severity, str] = {
    "critical": "심각",
    "warning": "주의",
    "info": "참고",
}


def _all_findings() -> tuple[Expectation, ...]:
    return (
        _stated(
            "ExpectColumnValuesToBeInSet",
            "발견은 모두 선언된 검사와 심각도에서 나온다",
            "Every finding comes from a declared check with a declared severity",
            column="declared_as",
            value_set=[
                f"{check.check_id} {severity}" for check in CHECKS for severity in check.severities
            ],
        ),
    )


def expectation_counts() -> Mapping[str, int]:
    """How many expectations each suite must run."""
    counts: dict[str, int] = {}
    for part in suite_parts():
        counts[part.suite] = counts.get(part.suite, 0) + len(part.expectations)
    return counts
