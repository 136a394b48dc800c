"""The registry is data: it must be complete, consistent and large enough."""

from __future__ import annotations

import re

import pytest

from jipyo.series.registry import Measure, build_registry, lexicon, registry, squeeze

pytestmark = pytest.mark.quick


def test_size_and_ids():
    measures = registry().measures
    assert len(measures) >= 120
    for key, measure in measures.items():
        assert key == measure.id
        assert re.fullmatch(r"[a-z_0-9]+(?:\.[a-z_0-9]+)+", key)
        assert measure.label_ko and measure.label_en and measure.units and measure.aliases
        assert measure.nature in {"stock", "flow", "cumulative", "capacity"}
        assert measure.plausible[0] <= measure.plausible[1]


def test_no_two_measures_share_alias_and_unit():
    for alias, measures in registry().by_alias.items():
        units = [unit for measure in measures for unit in measure.units]
        assert len(units) == len(set(units)), alias


def test_units_and_scopes_are_known():
    words = lexicon()
    classes = set(words.unit_classes.values()) | {
        *("tree", "animal", "score", "space", "times_held", "concentration")
    }
    for measure in registry().measures.values():
        assert set(measure.units) <= classes, measure.id
        assert measure.scopes <= set(words.scopes.values()), measure.id
        assert measure.verbs <= set(words.actions.values()), measure.id
    assert set(words.dimensions.values()) <= classes


def test_scopes_and_stages_have_names_for_people():
    words = lexicon()
    scopes = set(words.scopes.values()) | {name for name, _ in words.scope_phrases}
    assert scopes == set(words.scope_names)
    stages = {name for name, _ in words.basis}
    assert stages | {"supplementary", "supplementary #"} == set(words.basis_names)


def test_parents_and_parts_exist():
    measures = registry().measures
    for measure in measures.values():
        related = [*measure.parts, *([measure.parent] if measure.parent else [])]
        assert set(related) <= set(measures), measure.id
        assert measure.id not in related


def test_an_id_twice_is_refused():
    one = Measure("a.b", "가", "a", ("item",), "stock", ("가나",))
    with pytest.raises(ValueError, match=r"a\.b"):
        build_registry([one, one])


def test_spaces_and_dots_do_not_matter():
    assert squeeze("국·도비 보조금") == squeeze("국도비보조금")
