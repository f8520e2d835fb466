"""Keep bytes, give them back. The same content is stored once; a file is written whole or not at all."""

from __future__ import annotations

import hashlib
import io
import os
import struct
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from PIL import Image, ImageOps

from anju.foundation.actors import Actor
from anju.foundation.files.models import StoredFile
from anju.foundation.permissions import Permission
from anju.kernel.errors import Invalid

PHOTO_EDGE = 2_000
PHOTO_PIXELS = 60_000_000
LONGEST_NAME = 200
SIGNATURES = {
    b"%PDF": "application/pdf",
    b"PK\x03\x04": "application/zip",
    b"\x89PNG": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
}
# What phones record: several hold pictures too, so the name says that it is a voice.
VOICES = {
    ".weba": (b"\x1aE\xdf\xa3", "audio/webm"),
    ".ogg": (b"OggS", "audio/ogg"),
    ".m4a": (b"", "audio/mp4"),
}
OFFICE = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Purpose:
    """What files of this kind are for, who may read them, and how large one may be (bytes)."""

    code: str
    reading: Permission | None
    largest: int
    photo: bool


_purposes: dict[str, Purpose] = {}


def purpose(
    code: str, *, reading: Permission | None, largest: int = 20 << 20, photo: bool = False
) -> Purpose:
    """Declare a purpose; `reading` None means everyone of the organisation. Raises ValueError on a taken code."""
    if code in _purposes:
        raise ValueError(f"file purpose {code!r} is declared twice")
    _purposes[code] = Purpose(code, reading, largest, photo)
    return _purposes[code]


def purposes() -> dict[str, Purpose]:
    return dict(_purposes)


def keep(*, actor: Actor, what: Purpose, name: str, data: bytes) -> StoredFile:
    """Store `data`. Photos are turned upright, stripped of hidden data and shrunk.

    Raises Invalid: empty_file, file_too_large, not_a_photo, photo_too_large.
    """
    if not data:
        raise Invalid("empty_file", field="file", name=name)
    if len(data) > what.largest:
        raise Invalid("file_too_large", field="file", name=name, limit=what.largest >> 20)
    media_type = _media_type(name, data)
    if what.photo:
        data, media_type = _photo(name, data), "image/jpeg"
    digest = hashlib.sha256(data).hexdigest()
    _write(digest, data)
    return StoredFile.objects.create(
        purpose=what.code,
        name=_plain_name(name),
        media_type=media_type,
        size=len(data),
        sha256=digest,
        uploaded_by=actor.user_id,
    )


def open_file(file: StoredFile) -> BinaryIO:
    return _path(file.sha256).open("rb")


def _plain_name(name: str) -> str:
    """The last part of what the sender called it, without control characters, ending kept when it is cut."""
    plain = "".join(one for one in Path(name.replace("\\", "/")).name if one.isprintable()) or "file"
    ending = Path(plain).suffix[:20]
    return plain if len(plain) <= LONGEST_NAME else plain[: LONGEST_NAME - len(ending)] + ending


def _path(digest: str) -> Path:
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest[2:4] / digest


def _write(digest: str, data: bytes) -> None:
    target = _path(digest)
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f"{target.name}.{uuid.uuid4().hex}.part")
    with draft.open("wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())
    draft.replace(target)


def _media_type(name: str, data: bytes) -> str:
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    mark, voice = VOICES.get(Path(name).suffix.lower(), (b"", ""))
    if voice and data.startswith(mark) and (mark or data[4:8] == b"ftyp"):
        return voice
    known = next((kind for mark, kind in SIGNATURES.items() if data.startswith(mark)), None)
    if known == "application/zip":
        return OFFICE.get(Path(name).suffix.lower(), known)
    return known or "application/octet-stream"


def _photo(name: str, data: bytes) -> bytes:
    try:
        with Image.open(io.BytesIO(data)) as opened:
            if opened.width * opened.height > PHOTO_PIXELS:
                raise Invalid("photo_too_large", field="photo", name=name)
            opened.draft("RGB", (PHOTO_EDGE, PHOTO_EDGE))
            picture = ImageOps.exif_transpose(opened) or opened
            picture.thumbnail((PHOTO_EDGE, PHOTO_EDGE))
            out = io.BytesIO()
            picture.convert("RGB").save(out, "JPEG", quality=82, optimize=True)
    except (OSError, SyntaxError, ValueError, struct.error, Image.DecompressionBombError) as error:
        raise Invalid("not_a_photo", field="photo", name=name) from error
    return out.getvalue()
