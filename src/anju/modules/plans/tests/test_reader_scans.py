"""Scans: recognised as such and refused with their pages; read, and marked, where the extra is installed."""

from __future__ import annotations

import io
import random

import pytest
from docx import Document
from PIL import Image, ImageChops, ImageFilter
from pypdf import PdfReader, PdfWriter

from anju.modules.plans.contracts import PlanDocument, Scan
from anju.modules.plans.rules.reader import DocumentRefused, can_recognise, ocr, read_document, read_plan
from anju.modules.plans.rules.reader.layout.pages import Page, Run

from .test_reader_pdf import FILLER, PLACES, promises, typeset

installed = pytest.mark.skipif(not can_recognise(), reason="the extra anju[ocr] is not installed")
BODY = """一、保洁服务

1、楼道每日清扫两次,大堂地面每日拖洗一次,完好率不低于95%。

#table(columns: (2cm, 3cm, 5cm, 3cm), [序号], [区域], [内容], [频次],
  [1], [大堂], [地面拖洗,做到无污渍、无积水、无纸屑烟头], [每日两次],
  [2], [车库], [地面清扫], [每周一次])

二、急修30分钟内到达现场,监控记录保存90天。
"""


def pictures(pdf: bytes, *, lean: float = 0.7, dpi: int = 200, turn: int = 0) -> list[Image.Image]:
    """The pages as a scanner gives them: leaning, soft, grey, with noise and specks."""
    import pypdfium2

    chance = random.Random(3)
    found = []
    for page in pypdfium2.PdfDocument(pdf):
        drawn = page.render(scale=dpi / 72).to_pil().convert("L")
        soft = drawn.rotate(lean, fillcolor=245, resample=Image.BICUBIC).filter(ImageFilter.GaussianBlur(0.6))
        grey = soft.point(lambda value: value * 0.85 + 25)
        noisy = ImageChops.add(grey, Image.effect_noise(grey.size, 10), offset=-128)
        for _ in range(grey.width * grey.height // 2000):
            noisy.putpixel((chance.randrange(grey.width), chance.randrange(grey.height)), 30)
        found.append(noisy.rotate(turn, expand=True))
    return found


def saved(images: list[Image.Image], form: str, **options) -> bytes:
    stream = io.BytesIO()
    more = {"save_all": True, "append_images": images[1:]} if form in ("PDF", "TIFF") else {}
    images[0].save(stream, form, **more, **options)
    return stream.getvalue()


def scanned_pdf(pdf: bytes, **options) -> bytes:
    return saved(pictures(pdf, **options), "PDF", resolution=200)


def blank(form: str) -> bytes:
    return saved([Image.new("L", (600, 850), 235)], form)


def bound(*files: bytes) -> bytes:
    writer = PdfWriter()
    for data in files:
        for page in PdfReader(io.BytesIO(data)).pages:
            writer.add_page(page)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def picture_docx(text: str = "") -> bytes:
    document = Document()
    document.add_paragraph(text)
    document.add_picture(io.BytesIO(blank("PNG")))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def refusal(data: bytes, name: str) -> DocumentRefused:
    with pytest.raises(DocumentRefused) as refused:
        read_document(data, name)
    return refused.value


@pytest.fixture
def without_extra(monkeypatch):
    monkeypatch.setattr(ocr, "is_installed", lambda: False)


@pytest.fixture
def with_stand_in(monkeypatch):
    """A recognition that finds one sentence on every page, so that the way to it is tested without the extra."""

    def page(number: int) -> Page:
        text = f"第{number}页门岗24小时值守。"
        edges = tuple(60.0 + 10 * index for index in range(len(text)))
        return Page(number, 595, 842, [Run(text, 60, 60 + 10 * len(text), 100, 110, edges)], certainty=0.9)

    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    monkeypatch.setattr(ocr, "recognised_pdf", lambda data, numbers: (page(number) for number in numbers))


def test_a_scan_is_refused_with_its_pages(without_extra):
    refused = refusal(bound(*[blank("PDF")] * 3), "scan.pdf")
    assert (refused.code, refused.params) == ("scanned_pdf", {"pages": "1–3", "count": 3, "total": 3})


def test_a_file_that_is_mostly_scanned_is_refused_and_says_which_pages(without_extra):
    data = bound(blank("PDF"), blank("PDF"), typeset(promises(PLACES[:3])), blank("PDF"))
    assert refusal(data, "mixed.pdf").params["pages"] == "1–2、4"


def test_recognition_asked_for_without_the_extra_is_the_same_refusal(without_extra):
    with pytest.raises(DocumentRefused) as refused:
        read_document(blank("PDF"), "scan.pdf", ocr=True)
    assert refused.value.code == "scanned_pdf"


def test_single_scanned_pages_are_named_and_the_rest_is_read(without_extra):
    first, second, third = (typeset(promises(PLACES[at : at + 3])) for at in (0, 3, 6))
    document = read_document(bound(first, blank("PDF"), second, blank("PDF"), third), "mixed.pdf", ocr=True)
    assert [(scan.first_page, scan.last_page, scan.certainty) for scan in document.scans] == [
        (2, 2, None),
        (4, 4, None),
    ]
    assert len(read_plan(document).commitments) == 9
    assert read_document(first, "plan.pdf").scans == ()


def test_a_scan_under_the_stamp_of_a_scanning_program_is_a_scan(without_extra):
    writer = PdfWriter()
    under = writer.add_page(PdfReader(io.BytesIO(blank("PDF"))).pages[0])
    over = PdfReader(io.BytesIO(typeset("#place(bottom + right)[扫描大师 创建]"))).pages[0]
    under.scale_to(595, 842)
    under.merge_page(over)
    out = io.BytesIO()
    writer.write(out)
    assert refusal(out.getvalue(), "scan.pdf").code == "scanned_pdf"


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF"])
def test_a_picture_is_refused_as_one(without_extra, form):
    assert refusal(blank(form), f"page.{form.lower()}").code == "scanned_image"


def test_a_word_file_of_nothing_but_pictures_is_a_scan(without_extra):
    assert refusal(picture_docx(), "plan.docx").code == "scanned_image"
    assert read_document(picture_docx("一、楼道每日清扫两次。" * 5), "plan.docx").media == "docx"


def test_recognised_pages_are_put_between_the_others_and_marked(with_stand_in):
    first, last = typeset(promises(PLACES[:2])), typeset(promises(PLACES[2:4]))
    document = read_document(bound(first, blank("PDF"), blank("PDF"), last), "mixed.pdf", ocr=True)
    (scan,) = document.scans
    assert (scan.first_page, scan.last_page, scan.certainty) == (2, 3, 0.9)
    assert document.text[scan.start : scan.end].split("\n")[:2] == [
        "第2页门岗24小时值守。",
        "第3页门岗24小时值守。",
    ]
    found = {one.quote: one.confidence for one in read_plan(document).commitments}
    assert len(found) == 6
    assert [confidence < 0.9 for confidence in found.values()] == [False, False, True, True, False, False]


def test_what_a_scan_says_is_never_sure_enough_to_be_accepted_unseen():
    text = "一、楼道每日清扫两次。\n二、大堂每日清扫两次。"
    plain = read_plan(PlanDocument(text, "pdf"))
    half = read_plan(PlanDocument(text, "pdf", (0, 12), (Scan(2, 2, 12, len(text), 0.5),)))
    sure = read_plan(PlanDocument(text, "pdf", (0,), (Scan(1, 1, 0, len(text), 1.0),)))
    assert [one.confidence for one in half.commitments] == [
        plain.commitments[0].confidence,
        round(plain.commitments[1].confidence * 0.5, 2),
    ]
    assert all(one.confidence < 0.9 for one in sure.commitments)
    unread = PlanDocument(text, "pdf", (0,), (Scan(2, 2, 0, 0, None),))
    assert [one.confidence for one in read_plan(unread).commitments] == [
        one.confidence for one in plain.commitments
    ]


@installed
def test_a_leaning_scan_is_read_with_its_table():
    document = read_document(scanned_pdf(typeset(BODY)), "scan.pdf", ocr=True)
    assert document.scans[0].certainty > 0.9
    found = read_plan(document)
    expected = read_plan(read_document(typeset(BODY), "plan.pdf"))
    assert [(one.section, one.kind, one.value, one.period) for one in found.commitments] == [
        (one.section, one.kind, one.value, one.period) for one in expected.commitments
    ]
    assert "序号\t区域\t内容\t频次" in document.text


@installed
def test_a_scan_in_columns_is_read_column_by_column():
    text = read_document(scanned_pdf(typeset(promises(PLACES), "columns: 2")), "scan.pdf", ocr=True).text
    places = [text.index(f"{place}每日清扫") for place in PLACES]
    assert places == sorted(places)


@installed
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_lies_on_its_side_or_head_is_turned(turn):
    data = saved(pictures(typeset(f"楼道每日清扫两次,{FILLER}。\n\n" * 6), turn=turn), "PNG")
    document = read_document(data, "page.png", ocr=True)
    assert document.media == "image"
    assert len(read_plan(document).commitments) == 6


@installed
def test_every_page_of_a_tiff_is_read():
    pages = pictures(typeset("门岗24小时值守。#pagebreak()急修30分钟内到达现场。"))
    document = read_document(saved(pages, "TIFF"), "plan.tif", ocr=True)
    assert len(document.pages) == 2
    assert [one.kind for one in read_plan(document).commitments] == ["coverage", "time_limit"]


@installed
def test_a_blank_scan_is_an_empty_file():
    with pytest.raises(DocumentRefused) as refused:
        read_document(blank("PNG"), "page.png", ocr=True)
    assert refused.value.code == "empty_file"


@installed
def test_a_torn_picture_is_a_broken_file():
    whole = saved(pictures(typeset(BODY)), "PNG")
    with pytest.raises(DocumentRefused) as refused:
        read_document(whole[: len(whole) // 2], "page.png", ocr=True)
    assert refused.value.code == "broken_file"
