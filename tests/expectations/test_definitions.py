from __future__ import annotations

import pytest

from expectations.checks import CHECKS
from jipyo.store.queries import sql_folder

pytestmark = pytest.mark.quick


def test_every_check_has_its_file_and_every_file_its_check():
    files = {path.stem for path in (sql_folder() / "checks").glob("*.sql")}
    assert files == {check.check_id for check in CHECKS}
    assert len({check.check_id for check in CHECKS}) == len(CHECKS)


@pytest.mark.parametrize("check", CHECKS)
def test_every_check_is_documented_in_both_languages(check):
    assert len(check.documentation()) > 100
    assert any("가" <= letter <= "힣" for letter in check.title_ko)
    assert check.title_en.isascii()
    for severity in check.severities:
        assert severity in check.severity_rule


def test_what_explains_a_check_is_declared_and_is_not_explained_by_it():
    """Two checks that explained each other would both fall silent."""
    explained = {check.check_id: set(check.explained_by) for check in CHECKS}
    assert all(names <= explained.keys() for names in explained.values())
    for check_id in explained:
        reached, waiting = set[str](), [*explained[check_id]]
        while waiting:
            name = waiting.pop()
            if name not in reached:
                reached.add(name)
                waiting += explained[name]
        assert check_id not in reached
