"""Documents in, their text or a named reason out, whatever arrives and at a known price."""

from __future__ import annotations

import io
import struct
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jipyo.documents import Document, Limits, read_document
from jipyo.documents.worker import read_here
from tests.documents import writers
from tests.documents.writers import Piece

LIMITS = Limits()

RELEASE: list[Piece] = [
    [["보도자료", "2026. 11. 12.(목)"], ["담당부서", "예산담당관"]],
    "나루시, 국비 1조 2,345억 원 확보",
    "나루시는\t내년 국비 1조 2,345억 원을 확보했다고 12일 밝혔다.",
    [
        ["구분", "2025년", "2026년"],
        ["도로", "3,000억 원", ["3,210억 원", "(잠정)"]],
        ["복지", "", "5,432억 원"],
    ],
    [[["시는 상자 안에서도 말한다.", "둘째 문장도 있다."]]],
    "이는 지난해보다 <1,234>억 원 & 11.1% 많다.",
]  # fmt: skip
TEXT = """\
보도자료 2026. 11. 12.(목)
담당부서 예산담당관

나루시, 국비 1조 2,345억 원 확보

나루시는 내년 국비 1조 2,345억 원을 확보했다고 12일 밝혔다.

구분 2025년 2026년
도로 3,000억 원 3,210억 원 (잠정)
복지 5,432억 원

시는 상자 안에서도 말한다.

둘째 문장도 있다.

이는 지난해보다 <1,234>억 원 & 11.1% 많다."""


@pytest.mark.quick
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (writers.hwp(RELEASE), "hwp"),
        (writers.hwp(RELEASE, flags=0), "hwp"),
        (writers.hwpx(RELEASE), "hwpx"),
    ],
    ids=["hwp", "hwp not packed", "hwpx"],
)
def test_paragraphs_and_tables(body: bytes, kind: str) -> None:
    assert read_here(body, LIMITS) == Document("read", kind, TEXT)  # type: ignore[arg-type]


@pytest.mark.quick
def test_a_section_of_many_sectors_and_records_with_long_sizes() -> None:
    long = "나루시는 도로를 고쳤다. " * 600
    for body in (writers.hwp([long, *RELEASE] * 20), writers.hwpx([long, *RELEASE] * 20)):
        found = read_here(body, LIMITS)
        assert found.state == "read"
        assert found.text.count(long.strip()) == found.text.count("복지 5,432억 원") == 20


@pytest.mark.quick
def test_control_characters_leave_nothing_behind() -> None:
    """Sixteen bytes of a control read as letters would be Chinese ones (汤捯)."""
    text = writers.units("국비") + writers.control_character(17, b"fn  ") + writers.units(" 9억")
    text += struct.pack("<4H", 24, 30, 31, 10) + writers.units("원")
    note = writers.record(71, 1, b"  nf" + b"\0" * 8) + writers.record(72, 2, b"\0" * 8)
    note += writers.paragraph(2, writers.units("정부안 기준"))
    stream = writers.paragraph(0, text, note) + writers.boxed("앞", "글상자 안 12명")
    found = read_here(writers.hwp_of(stream), LIMITS)
    assert found.text == "국비 9억-\n원\n\n정부안 기준\n\n앞\n\n글상자 안 12명"


@pytest.mark.quick
def test_what_hwpx_does_not_print() -> None:
    section = writers.hwpx_section(["하나"]).replace(
        "<hp:t>하나</hp:t>",
        "<hp:t>하나<hp:deleteBegin/>지운 말<hp:deleteEnd/> 둘"
        "<hp:lineBreak/>셋<hp:nbSpace/>넷</hp:t>"
        "<hp:ctrl><hp:hiddenComment><hp:subList><hp:p><hp:run><hp:t>메모</hp:t></hp:run></hp:p>"
        "</hp:subList></hp:hiddenComment></hp:ctrl>"
        "<hp:rect><hp:drawText><hp:subList><hp:p><hp:run><hp:t>글상자</hp:t></hp:run></hp:p>"
        "</hp:subList></hp:drawText></hp:rect>",
    )
    assert read_here(writers.hwpx_of(section), LIMITS).text == "하나 둘\n셋 넷\n\n글상자"


PAGE = [
    "나루시 소식 2026년 11월호",
    "□ 나루시는 내년도 정부 예산안에 국비 1조 2,345억 원이 반영됐다고 12일 밝혔다. 이는 올해 1,1",
    "11억 원보다 많은 규모로, 시가 국비를 신청하기 시작한 이래 가장 많은 액수라고 시는 설",
    "명하였다.",
    "○ 시는 내년에도 애쓴다고 말했다.",
    "구분 2025년 2026년",
    "도로 3,000억 3,210억",
]


@pytest.mark.quick
def test_lines_of_a_pdf_are_joined_to_paragraphs() -> None:
    pages = [[*PAGE, f"- {number} -"] for number in (1, 2, 3)]
    found = read_here(writers.pdf(pages), LIMITS)
    one = (
        "□ 나루시는 내년도 정부 예산안에 국비 1조 2,345억 원이 반영됐다고 12일 밝혔다. 이는 올해 "
        "1,111억 원보다 많은 규모로, 시가 국비를 신청하기 시작한 이래 가장 많은 액수라고 시는 "
        "설명하였다.\n\n○ 시는 내년에도 애쓴다고 말했다.\n\n"
        "구분 2025년 2026년\n도로 3,000억 3,210억"
    )
    assert found == Document("read", "pdf", "\n\n".join([one] * 3))


def bomb(size: int = 400_000_000) -> bytes:
    """A section that unpacks to a thousand times its size."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("Contents/section0.xml", "w") as entry,
    ):
        entry.write(b"<sec>")
        for _ in range(size // 1_000_000):
            entry.write(b" " * 1_000_000)
    return out.getvalue()


def nested_table(depth: int) -> str:
    held = "<hp:p><hp:run><hp:t>속</hp:t></hp:run></hp:p>"
    for _ in range(depth):
        cell = f"<hp:tc><hp:subList>{held}</hp:subList></hp:tc>"
        held = f"<hp:p><hp:run><hp:tbl><hp:tr>{cell}</hp:tr></hp:tbl></hp:run></hp:p>"
    return writers.hwpx_section(["겉"]).replace("</hs:sec>", f"{held}</hs:sec>")


LAUGHS = (
    '<!DOCTYPE s [<!ENTITY a "웃음웃음">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefg", "bcdefgh", strict=True))
    + "]><s>&h;</s>"
)
ENCRYPTED_PDF = writers.pdf_of(
    [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>",
     b"<< /Filter /Standard /V 1 /R 2 /O <%b> /U <%b> /P -64 >>" % (b"ab" * 32, b"cd" * 32)],
    b"/Encrypt 3 0 R /ID [<00> <00>]",
)  # fmt: skip
HWP = writers.hwp(RELEASE * 40)
UNREADABLE = {
    "hwp password": (writers.hwp(RELEASE, flags=3), "encrypted"),
    "hwp distribution": (writers.hwp(RELEASE, flags=5), "encrypted"),
    "hwp certificate": (writers.hwp(RELEASE, flags=0x101), "encrypted"),
    "hwpx password": (
        writers.hwpx_of("x", manifest="<m><odf:encryption-data/></m>"),
        "encrypted",
    ),
    "pdf password": (ENCRYPTED_PDF, "encrypted"),
    "hwp cut": (HWP[: len(HWP) // 2], "damaged"),
    "hwp section cut": (writers.hwp_of(writers.section(RELEASE)[:-9]), "damaged"),
    "hwp not packed as said": (writers.hwp_of(b"\xff" * 99, flags=1 << 16 | 0), "damaged"),
    "hwpx cut": (writers.hwpx(RELEASE)[:-99], "damaged"),
    "hwpx not well formed": (writers.hwpx_of("<hs:sec><hp:p>"), "damaged"),
    "hwpx entities": (writers.hwpx_of(LAUGHS), "damaged"),
    "pdf cut": (writers.pdf([PAGE])[:900], "damaged"),
    "hwpx bomb": (bomb(), "too_large"),
    "hwp bomb": (writers.hwp_of(b"\0" * 150_000_000), "too_large"),
    "hwpx nested": (writers.hwpx_of(nested_table(60)), "too_large"),
    "hwpx of depth": (writers.hwpx_of("<a>" * 50_000 + "</a>" * 50_000), "too_large"),
    "pdf of many pages": (writers.pdf([["가"]] * 200), "too_large"),
    "hwp of pictures": (writers.hwp(["", " "]), "no_text"),
    "pdf scan": (writers.pdf([[], []]), "no_text"),
    "pdf of unknown letters": (writers.pdf([PAGE], to_unicode=False), "no_text"),
    "hwp 3": (b"HWP Document File V3.00 \x1a\x01\x02\x03\x04\x05", "unsupported"),
    "word": (writers.compound({"WordDocument": b"x" * 5000}), "unsupported"),
    "docx": (writers.zipped({"word/document.xml": b"<w/>"}), "unsupported"),
    "archive": (writers.zipped({"사진.jpg": b"\xff\xd8"}), "unsupported"),
    "picture": (b"\xff\xd8\xff\xe0" + b"\0" * 50, "unsupported"),
    "error page": ("\n<!DOCTYPE html><title>오류 안내</title>".encode(), "not_a_document"),
    "error page in cp949": (
        "<html><script>alert('파일이 없습니다')".encode("cp949"),
        "not_a_document",
    ),
    "words": ("파일을 찾을 수 없습니다".encode(), "not_a_document"),
    "nothing": (b" \n", "not_a_document"),
    "noise": (bytes(range(256)), "not_a_document"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_named(name: str) -> None:
    body, state = UNREADABLE[name]
    found = read_here(body, LIMITS)
    assert (found.state, found.text) == (state, ""), found.detail
    assert found.detail, "whoever reads the failure must learn what was seen"


@pytest.mark.quick
def test_what_was_sent_instead_is_quoted() -> None:
    for name, words in (("error page", "오류 안내"), ("error page in cp949", "파일이 없습니다")):
        assert words in read_document(UNREADABLE[name][0]).detail


@pytest.mark.quick
def test_what_is_quoted_of_a_file_can_be_stored_and_printed() -> None:
    for body in (b"<html>no\0 \x1b[31mfile", b"<title>no\0file</title>", b"no\x7ffile"):
        found = read_document(body)
        assert found.state == "not_a_document"
        assert found.detail.isprintable()


HANG = writers.pdf([["나루시는 도로를 고쳤다."] * 100_000])
"""A page of more lines than a reader places in seconds."""


def test_the_price_of_a_document_is_bounded_by_its_own_process() -> None:
    began = time.monotonic()
    found = read_document(HANG, Limits(seconds=1.0))
    assert found.state == "too_slow", found
    assert time.monotonic() - began < 15
    small = Limits(memory_bytes=120_000_000, inflated_bytes=10**9)
    big = writers.hwp_of(b"\0" * 300_000_000)
    assert read_document(big, small).state == "too_large"
    assert read_document(b"%PDF-" + b"x" * 100, Limits(largest_bytes=50)).state == "too_large"
    # What is within its limits is read there as it is here.
    assert read_document(writers.hwp(RELEASE)) == Document("read", "hwp", TEXT)


PIECES = [writers.hwp(RELEASE), writers.hwpx(RELEASE), writers.pdf([PAGE])]


@pytest.mark.quick
@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(PIECES),
    st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=8)), max_size=6),
    st.floats(0.2, 1),
)
def test_any_damage_gives_an_answer(
    body: bytes, blows: list[tuple[float, bytes]], kept: float
) -> None:
    broken = bytearray(body)
    for place, bytes_ in blows:
        at = int(place * (len(broken) - len(bytes_)))
        broken[at : at + len(bytes_)] = bytes_
    found = read_here(bytes(broken[: int(kept * len(broken))]), Limits(inflated_bytes=10**6))
    assert (found.state == "read") == bool(found.text)
    assert "\0" not in found.text  # Postgres stores no such character.


@pytest.mark.quick
@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", PIECES[0][:512]]), st.binary(max_size=2000)
)
def test_any_bytes_give_an_answer(start: bytes, rest: bytes) -> None:
    assert read_here(start + rest, LIMITS).state not in {"read", "encrypted"}


@pytest.mark.quick
@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"])), max_size=8)
)
def test_both_forms_of_a_document_give_the_same_text(lines: list[str]) -> None:
    of_hwp, of_hwpx = (read_here(write(lines), LIMITS) for write in (writers.hwp, writers.hwpx))
    assert of_hwp.text == of_hwpx.text
    assert of_hwp.state == of_hwpx.state
