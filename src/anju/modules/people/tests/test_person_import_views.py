"""The pages of an import: columns, errors by cell, marked sheet, import, taking back."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from anju.foundation.permissions import RoleCode
from anju.modules.people.models import HomeTie, Person, PersonImport
from anju.modules.people.tests.test_person_imports import CARD, book, estate


@pytest.fixture
def small(org):
    return estate(12)


def upload(page, top, content: bytes):
    file = SimpleUploadedFile("业主.xlsx", content)
    return page.post(reverse("people:person_imports"), {"community": top.pk, "file": file})


def columns(page, row, *fields: str):
    data = {f"column_{index}": field for index, field in enumerate(fields)}
    address = reverse("people:person_import_columns", args=[row.pk])
    return page.post(address, {"sheet": row.sheet, **data})


ALL = ("building", "entrance", "number", "name", "phone", "paper", "share")


def test_a_sheet_goes_from_upload_to_import_and_back(login, small):
    page = login(RoleCode.MANAGER)
    top, _places = small
    content = book(
        [1, 1, "101", "张伟", "13812345678", CARD, "100%"], [1, 1, "102", "李静", "1391234", None, None]
    )
    answer = upload(page, top, content)
    row = PersonImport.objects.get()
    assert answer.status_code == 303 and answer["Location"].endswith("/columns/")
    shown = page.get(answer["Location"]).content.decode()
    assert "业主姓名" in shown and 'value="name" selected' in shown and "13812345678" in shown

    answer = columns(page, row, *ALL)
    shown = page.get(answer["Location"]).content.decode()
    assert "E3" in shown and "手机号应为 11 位" in shown and "有 1 处错误" in shown
    assert not Person.objects.exists()
    marked = b"".join(page.get(answer["Location"] + "?marked=1").streaming_content)
    sheet = openpyxl.load_workbook(io.BytesIO(marked)).active
    assert (
        sheet["D2"].value == "张伟"
        and sheet["H1"].value == "导入检查"
        and "手机号应为 11 位" in sheet["H3"].value
    )

    sheet["E3"] = "13912345678"
    out = io.BytesIO()
    sheet.parent.save(out)
    answer = upload(page, top, out.getvalue())
    row = PersonImport.objects.order_by("-pk")[0]
    assert "按上次的对应填好" in page.get(answer["Location"]).content.decode()
    columns(page, row, *ALL)
    row.refresh_from_db()
    assert row.state == "ready"
    answer = page.post(reverse("people:person_import_confirm", args=[row.pk]))
    assert "撤回这次导入" in page.get(answer["Location"]).content.decode()
    assert set(HomeTie.objects.values_list("person__name", flat=True)) == {"张伟", "李静"}
    page.post(reverse("people:person_import_take_back", args=[row.pk]))
    assert not Person.objects.exists()


def test_missing_columns_are_said_and_what_was_chosen_is_kept(login, small):
    page = login(RoleCode.MANAGER)
    upload(page, small[0], book([1, 1, "101", "张伟", None, None, None]))
    row = PersonImport.objects.get()
    answer = columns(page, row, "", "", "", "name")
    assert answer.status_code == 422
    assert "请指明哪一列是房号" in answer.content.decode()
    assert answer.content.decode().count(" selected") == 1


@pytest.mark.parametrize(("content", "text"), [(b"hello", "不是 XLSX"), (b"", "文件是空的")])
def test_what_is_no_sheet_is_said_on_the_page(login, small, content, text):
    answer = upload(login(RoleCode.MANAGER), small[0], content)
    assert answer.status_code == 422 and text in answer.content.decode()
    assert not PersonImport.objects.exists()


def test_who_may_not_import_sees_and_changes_nothing(login, small, boss):
    top, _places = small
    from anju.modules.people.services import person_imports
    from anju.modules.people.tests.factories import AT

    key = person_imports.import_keep(
        actor=boss,
        community_id=top.pk,
        name="a.xlsx",
        data=book([1, 1, "101", "张伟", None, None, None]),
        at=AT,
    )
    page = login(RoleCode.FRONTDESK)
    for name, arguments in (
        ("person_imports", []), ("person_import_state", [key]), ("person_import_columns", [key]),
        ("person_import_confirm", [key]), ("person_import_take_back", [key]),
    ):  # fmt: skip
        assert page.post(reverse(f"people:{name}", args=arguments)).status_code in (403, 405)
    assert PersonImport.objects.get().state == "mapping"
