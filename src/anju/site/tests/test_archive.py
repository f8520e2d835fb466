from __future__ import annotations

import io
import json
import tarfile
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anju.site import archive

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
EMPTY = archive.Manifest(at=NOW.isoformat(), version="1", server=18, migrations=("foundation.0001",))


@pytest.fixture
def backup(tmp_path):
    """A backup of a dump, a secret and two stored files."""
    parts = {
        archive.DUMP: b"PGDMP" * 1000,
        archive.SECRETS: b"{}",
        "files/ab/cd/abcd": b"photo" * 300,
        "files/ab/cd/manifest.json": b"not the manifest",
    }
    listed = []
    for number, (name, data) in enumerate(parts.items()):
        path = tmp_path / f"part-{number}"
        path.write_bytes(data)
        listed.append((name, path))
    target = tmp_path / "backup.tar"
    archive.write(target, EMPTY, listed)
    return target, parts


def opened(source, tmp_path, name="out"):
    folder = tmp_path / name
    folder.mkdir(exist_ok=True)
    return archive.unpack(source, folder), folder


def rewritten(source, tmp_path, change):
    """The same tar with its entries changed: change(name, data) → (name, data) or None to leave one out."""
    target = tmp_path / "changed.tar"
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for entry in old:
            kept = change(entry.name, old.extractfile(entry).read())
            if kept is not None:
                fresh = tarfile.TarInfo(kept[0])
                fresh.size = len(kept[1])
                new.addfile(fresh, io.BytesIO(kept[1]))
    return target


def test_what_was_put_in_comes_out(backup, tmp_path):
    source, parts = backup
    manifest, folder = opened(source, tmp_path)
    assert {name: (folder / name).read_bytes() for name in parts} == parts
    assert manifest.made_at == NOW
    assert manifest.migrations == ("foundation.0001",)
    assert manifest.parts.keys() == parts.keys()


def test_only_its_owner_may_read_it_and_no_draft_stays(backup, tmp_path):
    source, _parts = backup
    assert source.stat().st_mode & 0o077 == 0
    assert list(tmp_path.glob("*.part")) == []


def test_a_backup_that_fails_leaves_nothing(tmp_path):
    target = tmp_path / "backup.tar"
    with pytest.raises(FileNotFoundError):
        archive.write(target, EMPTY, [("database.dump", tmp_path / "no such file")])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", [archive.DUMP, archive.SECRETS, "files/ab/cd/abcd"])
def test_a_changed_part_is_found(backup, tmp_path, name):
    source, _parts = backup
    bad = rewritten(source, tmp_path, lambda one, data: (one, data[:-1] + b"!" if one == name else data))
    with pytest.raises(archive.ArchiveProblem, match=f"{name} does not match"):
        opened(bad, tmp_path)


@pytest.mark.parametrize("name", [archive.DUMP, "files/ab/cd/abcd"])
def test_a_missing_part_is_found(backup, tmp_path, name):
    source, _parts = backup
    bad = rewritten(source, tmp_path, lambda one, data: None if one == name else (one, data))
    with pytest.raises(archive.ArchiveProblem, match="is missing"):
        opened(bad, tmp_path)


def test_an_added_part_is_found(backup, tmp_path):
    source, _parts = backup
    bad = rewritten(source, tmp_path, lambda one, data: (one, data))
    with tarfile.open(bad, "a") as tar:
        tar.addfile(tarfile.TarInfo("files/evil"), io.BytesIO())
    with pytest.raises(archive.ArchiveProblem, match="tampered"):
        opened(bad, tmp_path)


def test_a_path_out_of_the_folder_is_refused(backup, tmp_path):
    source, _parts = backup
    bad = rewritten(
        source, tmp_path, lambda one, data: (f"../../{one}" if one == archive.SECRETS else one, data)
    )
    with pytest.raises(archive.ArchiveProblem):
        opened(bad, tmp_path)
    assert not (tmp_path.parent / archive.SECRETS).exists()


def test_a_newer_format_and_a_manifest_without_database_are_refused(backup, tmp_path):
    source, _parts = backup

    def newer(name, data):
        if name == archive.MANIFEST:
            data = json.dumps({**json.loads(data), "format": archive.FORMAT + 1}).encode()
        return name, data

    with pytest.raises(archive.ArchiveProblem, match="newer version"):
        opened(rewritten(source, tmp_path, newer), tmp_path)
    bare = tmp_path / "bare.tar"
    archive.write(bare, EMPTY, [])
    with pytest.raises(archive.ArchiveProblem, match="no database"):
        opened(bare, tmp_path, "bare")


def test_a_file_that_is_not_there_or_no_tar_is_one_sentence(tmp_path):
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff" * 500)
    for name in ("nothing.tar", "photo.jpg"):
        with pytest.raises(archive.ArchiveProblem) as problem:
            opened(tmp_path / name, tmp_path)
        assert len(str(problem.value).splitlines()) == 1


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.floats(0, 0.999))
def test_a_backup_cut_off_anywhere_is_refused(backup, tmp_path, where):
    source, _parts = backup
    data = source.read_bytes()
    # A tar ends in blocks of zeros; without those alone nothing is lost.
    whole = len(data.rstrip(b"\x00"))
    cut = tmp_path / "cut.tar"
    cut.write_bytes(data[: int(whole * where)])
    with pytest.raises(archive.ArchiveProblem):
        opened(cut, tmp_path, "cut")


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_a_flipped_bit_never_passes_as_another_content(backup, tmp_path, where, bit):
    source, parts = backup
    data = bytearray(source.read_bytes())
    data[where % len(data)] ^= 1 << bit
    bad = tmp_path / "flipped.tar"
    bad.write_bytes(bytes(data))
    folder = tmp_path / f"flipped-{where}-{bit}"
    try:
        archive.unpack(bad, folder)
    except archive.ArchiveProblem:
        return
    assert {name: (folder / name).read_bytes() for name in parts} == parts
