from __future__ import annotations

import io
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from anju.foundation import files, scope
from anju.foundation.accounts.models import Organisation
from anju.foundation.files import store
from anju.foundation.files.models import StoredFile
from anju.foundation.permissions import RoleCode
from anju.foundation.registrations import AUDIT_READ
from anju.foundation.web.views_files import _span
from anju.kernel.errors import Invalid

OPEN = files.purpose("test.open", reading=None, largest=200_000)
GUARDED = files.purpose("test.guarded", reading=AUDIT_READ)
PHOTO = files.purpose("test.photo", reading=None, photo=True)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def picture(size=(60, 40), exif=None, form="JPEG"):
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, form, **({"exif": exif} if exif else {}))
    return out.getvalue()


def keep(boss, data=b"hello", name="a.bin", what=OPEN):
    return files.keep(actor=boss, what=what, name=name, data=data)


def test_what_was_kept_comes_back(boss):
    file = keep(boss, b"\x00\x01 bytes")
    with files.open_file(file) as opened:
        assert opened.read() == b"\x00\x01 bytes"
    assert (file.size, file.name) == (8, "a.bin")


def test_the_same_content_is_on_disk_once_and_no_draft_stays(boss, folder):
    first, second = keep(boss, name="a"), keep(boss, name="b")
    assert first.token != second.token
    assert [one.name for one in folder.rglob("*") if one.is_file()] == [first.sha256]


@pytest.mark.parametrize(
    ("data", "code"), [(b"", "empty_file"), (b"x" * 200_001, "file_too_large")], ids=["empty", "large"]
)
def test_an_empty_and_a_too_large_file_are_refused_and_nothing_is_kept(boss, folder, data, code):
    with pytest.raises(Invalid) as refused:
        keep(boss, data)
    assert (refused.value.code, StoredFile.objects.count(), list(folder.iterdir())) == (code, 0, [])


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("x.txt", b"%PDF-1.7", "application/pdf"),
        ("x.pdf", b"<script>", "application/octet-stream"),
        ("x.svg", b"<svg onload=1>", "application/octet-stream"),
        ("x.xlsx", b"PK\x03\x04..", store.OFFICE[".xlsx"]),
        ("x.zip", b"PK\x03\x04..", "application/zip"),
        ("x.wav", b"RIFF\x00\x00\x00\x00WAVE", "application/octet-stream"),
        ("x", b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
    ],
)
def test_the_kind_is_read_from_the_content_not_from_the_name(boss, name, data, kind):
    assert keep(boss, data, name).media_type == kind


def test_a_photo_is_turned_upright_stripped_and_shrunk(boss):
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "where I live"
    file = keep(boss, picture((3000, 1000), exif.tobytes()), "照片.png", PHOTO)
    with files.open_file(file) as opened, Image.open(opened) as shown:
        assert shown.size[1] == store.PHOTO_EDGE and shown.size[0] < shown.size[1]
        assert dict(shown.getexif()) == {}
    assert file.media_type == "image/jpeg"


@pytest.mark.parametrize("data", [b"GIF8 nonsense", b"\x89PNG\r\n\x1a\nbroken", b"not a picture"])
def test_what_is_no_photo_is_refused(boss, data):
    with pytest.raises(Invalid) as refused:
        keep(boss, data, what=PHOTO)
    assert refused.value.code == "not_a_photo"


def test_a_cut_photo_is_refused(boss):
    with pytest.raises(Invalid):
        keep(boss, picture((900, 900))[:-400], what=PHOTO)


def test_a_picture_of_too_many_pixels_is_refused_before_it_fills_the_memory(boss, monkeypatch):
    monkeypatch.setattr(store, "PHOTO_PIXELS", 100)
    with pytest.raises(Invalid) as refused:
        keep(boss, picture(), what=PHOTO)
    assert refused.value.code == "photo_too_large"


@given(st.text(max_size=400))
def test_a_name_is_one_printable_part_whatever_was_sent(name):
    plain = store._plain_name(name)
    assert plain and plain.isprintable() and "/" not in plain and len(plain) <= store.LONGEST_NAME


def test_a_long_name_keeps_its_ending():
    assert store._plain_name("字" * 300 + ".docx").endswith(".docx")
    assert store._plain_name("C:\\Users\\me\\方案.docx") == "方案.docx"


@given(size=st.integers(1, 50), first=st.integers(0, 60), last=st.none() | st.integers(0, 60))
def test_a_range_is_what_the_standard_says(size, first, last):
    found = _span(f"bytes={first}-{'' if last is None else last}", size)
    wanted = list(range(size))[first : None if last is None else last + 1]
    assert (list(range(*found)) if found else []) == wanted


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", (0, 10)),
        ("bytes=-3", (7, 10)),
        ("bytes=-30", (0, 10)),
        ("bytes=-0", None),
        ("bytes=-", (0, 10)),
        ("bytes=0-1,4-5", (0, 10)),
        ("lines=1-2", (0, 10)),
        ("bytes=10-", None),
    ],
)
def test_odd_ranges(asked, found):
    assert _span(asked, 10) == found


@pytest.fixture
def address(settings):
    settings.ROOT_URLCONF = "anju.foundation.tests.addresses"
    return lambda file: f"/files/{file.token}/"


def body(answer):
    return b"".join(answer.streaming_content)


def test_a_member_gets_a_file_under_a_policy_that_runs_nothing(login, boss, address):
    file = keep(boss, picture(), "门岗.jpg")
    answer = login(RoleCode.WORKER).get(address(file), headers={"Accept-Encoding": "gzip"})
    assert body(answer) == picture()
    assert answer["Content-Type"] == "image/jpeg"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["Content-Length"] == str(len(picture()))
    assert "private" in answer["Cache-Control"]


def test_what_a_browser_could_run_is_only_downloaded(login, boss, address):
    file = keep(boss, b"<script>alert(1)</script>", "x.html")
    answer = login().get(address(file))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"


def test_a_picture_is_downloaded_when_asked(login, boss, address):
    answer = login().get(address(keep(boss, picture(), "照片.jpg")) + "?download=1")
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_part_of_a_file_is_given_and_a_part_outside_is_refused(login, boss, address):
    client, file = login(), keep(boss, bytes(range(100)))
    answer = client.get(address(file), headers={"Range": "bytes=10-19"})
    assert (answer.status_code, body(answer)) == (206, bytes(range(10, 20)))
    assert answer["Content-Range"] == "bytes 10-19/100"
    outside = client.get(address(file), headers={"Range": "bytes=100-"})
    assert (outside.status_code, outside["Content-Range"]) == (416, "bytes */100")


def test_a_file_the_browser_has_is_not_sent_again(login, boss, address):
    client, file = login(), keep(boss)
    etag = client.get(address(file))["ETag"]
    assert client.get(address(file), headers={"If-None-Match": etag}).status_code == 304


def test_head_has_the_headers_and_no_body(login, boss, address):
    answer = login().head(address(keep(boss)))
    assert (answer["Content-Length"], answer.content) == ("5", b"")


def test_who_may_not_read_the_purpose_is_refused(login, boss, address):
    file = keep(boss, what=GUARDED)
    json = {"Accept": "application/json"}
    assert login(RoleCode.WORKER).get(address(file), headers=json).status_code == 403
    assert login(RoleCode.QUALITY, username="second").get(address(file), headers=json).status_code == 200


def test_files_of_others_unknown_files_and_lost_content_are_not_found(login, boss, address, folder):
    json = {"Accept": "application/json"}
    with scope.enter(Organisation.objects.create(name="另一家").pk):
        foreign = keep(boss)
    lost = keep(boss, b"lost")
    for one in folder.rglob("*"):
        if one.is_file() and one.name == lost.sha256:
            one.unlink()
    client = login()
    assert client.get(address(foreign), headers=json).status_code == 404
    assert client.get(f"/files/{uuid.uuid4()}/", headers=json).status_code == 404
    assert client.get(address(lost), headers=json).status_code == 404


def test_without_log_in_a_file_is_not_given(client, boss, address):
    assert client.get(address(keep(boss))).status_code == 302
