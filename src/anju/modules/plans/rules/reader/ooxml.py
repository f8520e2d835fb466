"""The parts of a Word file: body, numbering, styles, notes and pictures, found by their relations."""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass
from typing import Any

from lxml import etree

from .errors import DocumentRefused

MAX_UNPACKED_BYTES = 200 * 1024 * 1024

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_OFF = {"0", "false", "off", "none"}


@dataclass(frozen=True, slots=True)
class Parts:
    """Roots of the parts, None where the file has none; pictures: bytes by relation id, in no order."""

    body: Any
    numbering: Any
    styles: Any
    notes: dict[str, Any]
    pictures: dict[str, bytes]


def open_parts(data: bytes) -> Parts:
    """Raises DocumentRefused(too_large), and whatever a torn archive raises."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > MAX_UNPACKED_BYTES:
            raise DocumentRefused("too_large", size=unpacked, limit=MAX_UNPACKED_BYTES)
        main = next(path for kind, _, path in _relations(archive, "") if kind == "officeDocument")
        found: dict[str, Any] = {}
        pictures: dict[str, bytes] = {}
        names = set(archive.namelist())
        for kind, name, path in _relations(archive, main):
            if kind in ("numbering", "styles", "footnotes", "endnotes") and path in names:
                found[kind] = _root(archive.read(path))
            elif kind == "image" and path in names:
                pictures[name] = archive.read(path)
        body = _root(archive.read(main)).find(f"{W}body")
    notes = {kind: root for kind, root in found.items() if kind.endswith("notes")}
    return Parts(body, found.get("numbering"), found.get("styles"), notes, pictures)


def value(element: Any, path: str) -> str | None:
    """w:val of the descendant at a path of w: names; None when it is not there."""
    found = element
    for name in path.split("/"):
        found = found.find(W + name) if found is not None else None
    return found.get(f"{W}val") if found is not None else None


def is_on(element: Any, name: str) -> bool:
    """A switch such as w:vanish: there, and not turned off."""
    found = element.find(W + name) if element is not None else None
    return found is not None and (found.get(f"{W}val") or "1") not in _OFF


def _root(data: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    return etree.fromstring(data.replace(_STRICT, W[1:-1].encode()), parser)


def _relations(archive: zipfile.ZipFile, part: str) -> list[tuple[str, str, str]]:
    """(kind, id, path) of what a part points at; "" is the package itself."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if path not in archive.namelist():
        return []
    found = []
    for relation in _root(archive.read(path)).iterchildren(_REL):
        target = relation.get("Target") or ""
        if relation.get("TargetMode") != "External":
            inside = (
                target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            )
            found.append((posixpath.basename(relation.get("Type") or ""), relation.get("Id") or "", inside))
    return found
