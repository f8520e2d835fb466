"""Bytes to text: what is read, what is refused and with which code."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from pypdf import PdfReader, PdfWriter

from anju.modules.plans.rules.reader import MAX_BYTES, DocumentRefused, read_document, read_plan

PLAN = "物业服务方案\n一、保洁\n1、楼道每日清扫两次。\n2、電梯每週消毒一次。\n"


def refusal(data: bytes, name: str) -> str:
    with pytest.raises(DocumentRefused) as refused:
        read_document(data, name)
    return refused.value.code


def pdf(*pages: list[str]) -> bytes:
    """A PDF of plain lines in Helvetica, one list per page."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for index, lines in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * index} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        shown = "".join(f"1 0 0 1 60 {800 - 20 * row} Tm ({line}) Tj\n" for row, line in enumerate(lines))
        stream = f"BT /F1 11 Tf\n{shown}ET".encode()
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(body))
    return body + table + trailer


def docx(build) -> bytes:
    document = Document()
    build(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_is_read_in_its_own_encoding(encoding):
    document = read_document(PLAN.encode(encoding), "plan.txt")
    assert document.text == PLAN
    assert document.media == "txt"


def test_a_traditional_text_in_big5_is_not_taken_for_gb18030():
    text = "物業服務工作計劃:電梯每週消毒一次,垃圾每日清運兩次,滿意度不低於九成。" * 3
    assert read_document(text.encode("big5"), "plan.txt").text == text


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.txt", "empty_file"),
        (b"  \n\n ", "a.txt", "empty_file"),
        (PLAN.encode("utf-16-le"), "a.txt", "wrong_encoding"),
        (PLAN.encode("utf-8").decode("latin-1").encode("utf-8"), "a.txt", "wrong_encoding"),
        (bytes(range(256)) * 40, "a.txt", "wrong_encoding"),
        (b"\x89PNG\r\n\x1a\n" + bytes(400), "a.png", "broken_file"),
        (b"\xd0\xcf\x11\xe0" + bytes(400), "a.doc", "unknown_format"),
        (b"\xd0\xcf\x11\xe0" + bytes(400), "a.xls", "table_only"),
        (b"PK\x03\x04 torn", "a.docx", "broken_file"),
        (b"%PDF-1.4 torn", "a.pdf", "broken_file"),
        (b"no pdf at all", "a.pdf", "broken_file"),
        ("楼栋,户数,面积\n1,24,2100\n2,36,3300\n3,48,4100\n".encode(), "a.csv", "table_only"),
        (b"1\t24\t2100\n2\t36\t3300\n3\t48\t4100\n", "a.txt", "table_only"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_code(data, name, code):
    assert refusal(data, name) == code


def test_a_file_over_the_limit_is_refused_before_it_is_parsed(monkeypatch):
    def parsed(data):
        raise AssertionError("parsed")

    monkeypatch.setattr("anju.modules.plans.rules.reader.documents.pdf_pages", parsed)
    with pytest.raises(DocumentRefused) as refused:
        read_document(b"%PDF-" + bytes(50 * 1024 * 1024), "big.pdf")
    assert refused.value.code == "too_large"
    assert refused.value.params["limit"] == MAX_BYTES


def test_a_workbook_is_a_table_and_no_plan():
    book = Workbook()
    book.active.append(["楼栋", "户数"])
    stream = io.BytesIO()
    book.save(stream)
    assert refusal(stream.getvalue(), "plan.xlsx") == "table_only"
    assert refusal(stream.getvalue(), "plan.docx") == "table_only"


def test_a_zip_bomb_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(210 * 1024 * 1024))
    assert refusal(stream.getvalue(), "plan.docx") == "too_large"


def test_a_word_table_is_read_in_its_place_row_by_row():
    def build(document):
        document.add_paragraph("一、保洁")
        table = document.add_table(rows=0, cols=4)
        for row in (
            ("序号", "项目", "内容", "频次"),
            ("1", "车道", "清扫", "2次/日"),
            ("2", "外窗", "擦洗", "一年一次"),
        ):
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        document.add_paragraph("二、4月1日前完成进场。")

    document = read_document(docx(build), "plan.docx")
    assert "1\t车道\t清扫\t2次/日" in document.text
    found = read_plan(document).commitments
    assert [(one.section, one.object, one.activity, one.period) for one in found[:2]] == [
        ("一表1", "车道", "清扫", "day"),
        ("一表2", "外窗", "擦洗", "year"),
    ]
    assert (found[2].section, found[2].kind) == ("二", "deadline")


def test_automatic_numbers_of_word_are_part_of_the_text():
    def build(document):
        document.add_paragraph("大堂每日清扫一次", style="List Number")
        document.add_paragraph("天台每月清扫一次", style="List Number")

    found = read_plan(read_document(docx(build), "plan.docx"))
    assert [one.section for one in found.commitments] == ["1", "2"]


def test_a_text_box_of_word_is_read():
    box = (
        '<w:r xmlns:w="{w}"><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>'
        "<w:p><w:r><w:t>门岗24小时值守。</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    ).format(w="http://schemas.openxmlformats.org/wordprocessingml/2006/main")

    def build(document):
        document.add_paragraph("二、秩序")._p.append(parse_xml(box))

    text = read_document(docx(build), "plan.docx").text
    assert text.splitlines() == ["二、秩序", "门岗24小时值守。"]


def test_deleted_text_of_word_is_not_read():
    def build(document):
        paragraph = document.add_paragraph("每日清扫一次")
        deleted = parse_xml(
            f'<w:del xmlns:w="{qn("w:t")[1:].split("}")[0]}"><w:r><w:delText>每日清扫两次</w:delText></w:r></w:del>'
        )
        paragraph._p.append(deleted)

    assert read_document(docx(build), "plan.docx").text == "每日清扫一次"


def test_running_heads_and_page_numbers_of_a_pdf_are_dropped():
    matters = ("lamps", "gates", "lifts", "pumps")
    pages = [
        [
            "ACME SERVICE PLAN",
            f"Clause {page}: {matter} are checked.",
            "Kept.",
            f"The {matter} work.",
            f"- {page} -",
        ]
        for page, matter in enumerate(matters, 1)
    ]
    document = read_document(pdf(*pages), "plan.pdf")
    assert "ACME" not in document.text
    assert "- 2 -" not in document.text
    assert "Clause 3" in document.text
    assert len(document.pages) == 4
    assert all(document.text[start:].startswith("Clause") for start in document.pages)


def test_a_line_that_is_only_a_clause_number_apart_is_no_running_head():
    pages = [[f"Clause {page}: gate is manned.", "a", "b", "c"] for page in (1, 2)]
    assert "Clause 2" in read_document(pdf(*pages), "plan.pdf").text


def test_a_pdf_without_a_text_layer_is_a_scan():
    assert refusal(pdf([], []), "scan.pdf") == "scanned_pdf"


def test_an_encrypted_pdf_is_refused():
    writer = PdfWriter()
    for page in PdfReader(io.BytesIO(pdf(["Clause 1: gate is manned."]))).pages:
        writer.add_page(page)
    writer.encrypt("secret", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    assert refusal(stream.getvalue(), "plan.pdf") == "encrypted_pdf"


@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.docx", "a.pdf", "a", "a.bin"]))
def test_any_bytes_are_either_read_or_refused(data, name):
    try:
        document = read_document(data, name)
    except DocumentRefused as refused:
        assert refused.code
    else:
        assert document.text.strip()
