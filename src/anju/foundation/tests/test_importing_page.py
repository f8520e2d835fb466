from __future__ import annotations

import io

import openpyxl
import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from anju.foundation.importing import (
    ImportPage,
)
from anju.foundation.tests.importing_samples import BOOK, xlsx


@pytest.fixture
def importing(pages):
    """An import page over a store in memory; `applied` gets the rows."""
    (pages / "import_page.html").write_text('<main id="main">{% include "ui/import.html" %}</main>')
    store, applied = {}, []

    def keep(_request, content, name):
        store[name] = content
        return name

    def apply(_request, result):
        applied.append([row.values for row in result.rows("units")])
        return "/done/"

    def check(_request, result):
        for row in result.rows("units"):
            if row["building"] == "9栋":
                result.refuse(row, "building", "import.not_a_choice", value="9栋", choices="1栋")

    page = ImportPage(
        workbook=BOOK, template="import_page.html", keep=keep, kept=lambda _request, token: store.get(token),
        apply=apply, check=check, counts=lambda _request, result: [("房屋", result.row_count)],
    )  # fmt: skip

    def ask(method="get", data=None, url="/import/"):
        response = page.respond(getattr(RequestFactory(), method)(url, data or {}))
        body = (
            response.content.decode() if isinstance(response, HttpResponse) and not response.streaming else ""
        )
        return response, body

    ask.store, ask.applied = store, applied
    return ask


def upload(content, name="房屋.xlsx"):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return {"file": SimpleUploadedFile(name, content)}


def token_in(body):
    import html
    import re

    return html.unescape(re.search(r'name="token" value="([^"]+)"', body)[1])


def test_a_good_sheet_is_checked_first_and_written_only_on_confirmation(importing):
    response, body = importing("post", upload(xlsx(["1栋", "0101", 1], ["1栋", "0102", "2层"])))
    assert (
        response.status_code == 200
        and "尚未写入" in body
        and "确认导入 2 行" in body
        and "按数字 2 读取" in body
    )
    assert importing.applied == []
    response, _body = importing("post", {"token": token_in(body)})
    assert (response.status_code, response["Location"]) == (303, "/done/")
    assert [row["floor"] for row in importing.applied[0]] == [1, 2]


def test_a_faulty_sheet_cannot_be_confirmed_and_comes_back_marked(importing):
    response, body = importing("post", upload(xlsx(["9栋", "0101", 1], ["1栋", "0102", "<b>"])))
    assert response.status_code == 422 and "有 2 处错误" in body and "C3" in body and "&lt;b&gt;" in body
    assert 'name="token"' not in body
    marked_url = body.split('href="/import/?marked=')[1].split('"')[0]
    marked, _body = importing(url=f"/import/?marked={marked_url}")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(marked.streaming_content)))["房屋"]
    assert sheet["A2"].comment and sheet["C3"].comment
    assert importing.applied == []


def test_what_changed_between_check_and_confirmation_is_checked_again(importing):
    _response, body = importing("post", upload(xlsx(["1栋", "0101", 1])))
    importing.store["房屋.xlsx"] = xlsx(["9栋", "0101", 1])
    response, body = importing("post", {"token": token_in(body)})
    assert response.status_code == 422 and "不在可选范围内" in body and importing.applied == []


@pytest.mark.parametrize("data", [{"token": "forged"}, {"token": "x:y"}, {}])
def test_a_forged_or_missing_upload_is_answered_in_words(importing, data):
    response, body = importing("post", data)
    assert response.status_code == 422 and "没有写入任何数据" in body and importing.applied == []


def test_a_file_that_is_no_spreadsheet_is_answered_in_words(importing):
    response, body = importing("post", upload(b"%PDF-1.7", "x.xlsx"))
    assert response.status_code == 422 and "这不是 XLSX 表格" in body
    assert importing.store == {}


def test_the_page_hands_out_the_template(importing):
    response, _body = importing(url="/import/?template=xlsx")
    assert openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).sheetnames[0] == "房屋"
    _response, body = importing()
    assert "下载模板" in body and 'type="file"' in body
