"""The file a backup is: one tar of the database's dump, the stored files, the secrets, and a manifest of checksums.

Written beside its final place and renamed when it is whole; read back only after every checksum was compared.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

FORMAT = 1
MANIFEST = "manifest.json"
DUMP = "database.dump"
SECRETS = "secrets.json"
FILES = "files"
CHUNK = 1 << 20
Tell = Callable[[str], None]


class ArchiveProblem(RuntimeError):
    """The file cannot be used; its text is one sentence for the person at the terminal."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """`parts`: name inside the tar → (bytes, SHA-256). `migrations`: what the dumped database had applied."""

    at: str
    version: str
    server: int
    migrations: tuple[str, ...]
    environment_secrets: tuple[str, ...] = ()
    parts: dict[str, tuple[int, str]] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def made_at(self) -> datetime:
        return datetime.fromisoformat(self.at)


def digest_of(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as handle:
        while piece := handle.read(CHUNK):
            found.update(piece)
    return found.hexdigest()


def write(target: Path, manifest: Manifest, parts: Iterable[tuple[str, Path]]) -> Manifest:
    """Put `parts` (name, file) and the manifest into `target`. Nothing stands there when it fails."""
    draft = target.with_name(f"{target.name}.{os.getpid()}.part")
    listed: dict[str, tuple[int, str]] = {}
    try:
        with draft.open("xb") as handle:
            draft.chmod(0o600)
            with tarfile.open(fileobj=handle, mode="w", format=tarfile.PAX_FORMAT, dereference=True) as tar:
                for name, path in parts:
                    tar.add(path, arcname=name, recursive=False)
                    listed[name] = (path.stat().st_size, digest_of(path))
                whole = Manifest(**{**_plain(manifest), "parts": listed})
                _add_text(tar, MANIFEST, json.dumps(asdict(whole), ensure_ascii=False, indent=1))
            handle.flush()
            os.fsync(handle.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return whole


def unpack(source: Path, folder: Path) -> Manifest:
    """Extract `source` into `folder` and compare every checksum. Raises ArchiveProblem for anything amiss."""
    try:
        with tarfile.open(source, mode="r:") as tar:
            tar.extractall(folder, filter="data")
    except FileNotFoundError as error:
        raise ArchiveProblem(f"there is no file {source}.") from error
    except (tarfile.TarError, OSError, EOFError) as error:
        raise ArchiveProblem(f"{source} is no backup of Anju, or it is cut off: {error}") from error
    manifest = _read_manifest(source, folder / MANIFEST)
    _compare(source, manifest, folder)
    return manifest


def _read_manifest(source: Path, path: Path) -> Manifest:
    try:
        found = json.loads(path.read_text("utf-8"))
        if found["format"] > FORMAT:
            raise ArchiveProblem(f"{source} was made by a newer version of Anju; update the program first.")
        parts = {name: (int(size), str(digest)) for name, (size, digest) in found["parts"].items()}
        fields = {**found, "parts": parts, "migrations": tuple(found["migrations"])}
        return Manifest(**fields)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ArchiveProblem(
            f"{source} is no backup of Anju, or it is cut off: it has no manifest."
        ) from error


def _compare(source: Path, manifest: Manifest, folder: Path) -> None:
    there = {
        PurePosixPath(path.relative_to(folder)).as_posix(): path
        for path in folder.rglob("*")
        if path.is_file()
    }
    there.pop(MANIFEST)
    if missing := sorted(manifest.parts.keys() - there.keys()):
        raise ArchiveProblem(f"{source} is damaged: {missing[0]} is missing.")
    if strange := sorted(there.keys() - manifest.parts.keys()):
        raise ArchiveProblem(f"{source} was tampered with: {strange[0]} is not in its manifest.")
    for name, (size, digest) in manifest.parts.items():
        if there[name].stat().st_size != size or digest_of(there[name]) != digest:
            raise ArchiveProblem(f"{source} is damaged: {name} does not match its checksum.")
    if DUMP not in manifest.parts:
        raise ArchiveProblem(f"{source} is no backup of Anju: it holds no database.")


def _add_text(tar: tarfile.TarFile, name: str, text: str) -> None:
    data = text.encode()
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = len(data), 0o600, int(datetime.now(UTC).timestamp())
    tar.addfile(entry, io.BytesIO(data))


def _plain(manifest: Manifest) -> dict[str, Any]:
    return {name: getattr(manifest, name) for name in manifest.__dataclass_fields__}
