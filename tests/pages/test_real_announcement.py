"""The real announcement that started the project, in its outlet's page form, reads back exactly."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from jipyo.pages import read_page
from jipyo.pages.moments import SEOUL
from jipyo.samples import FORMS, PageArticle
from jipyo.samples.forms import Edition

pytestmark = pytest.mark.quick

SHARED = Path(__file__).parents[2].parent / "shared"
SEED = SHARED / "seeds" / "announcement.txt"
ORIGIN = "https://press.example"


@pytest.mark.parametrize("form", ["viewphp", "ndsoft"])
@pytest.mark.parametrize("family", [None, "as entered"])
def test_every_paragraph_comes_back(form: str, family: str | None) -> None:
    if not SEED.exists():
        pytest.skip("the real announcement is not beside this checkout")
    title, *rest = [line for line in SEED.read_text(encoding="utf-8").splitlines() if line.strip()]
    # The last two lines are furniture of the page on which it was found.
    subtitles, paragraphs = tuple(rest[:2]), tuple(rest[2:-2])
    published_at = datetime(2021, 6, 11, 9, 30, tzinfo=SEOUL)
    article = PageArticle(
        number=101,
        title=title,
        subtitle_lines=subtitles,
        paragraphs=paragraphs,
        published_at=published_at,
        byline="하은결 기자",
        section="행정",
    )
    known = FORMS[form]
    page = known.article_page(Edition("견본신문", ORIGIN, [article], 20, 50), article)
    named = {"viewphp": "generic", "ndsoft": "ndsoft"}[form] if family else None
    found = read_page(page.encode(), known.address(ORIGIN, article), family=named)
    assert found.state == "article"
    assert found.title == title
    assert found.subtitle.split("\n") == list(subtitles)
    assert found.body.split("\n\n") == list(paragraphs)
    assert found.published_at == published_at
    gold = json.loads((SHARED / "gold" / "announcements" / "seed.json").read_text("utf-8"))
    text = "\n".join([found.title, found.subtitle, found.body])
    place = 0
    for figure in gold["figures"]:
        place = text.index(figure["text"], place) + 1
