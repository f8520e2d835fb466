"""The copy of everything held of a person: JSON for machines and PDF for people, in one ZIP."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from anju.foundation import audit, files, rendering
from anju.foundation.accounts.models import Organisation
from anju.foundation.actors import Actor
from anju.foundation.files.models import StoredFile
from anju.kernel.errors import NotFound
from anju.modules.people.contracts import CopyPart
from anju.modules.people.models import PersonRequest
from anju.modules.people.permissions import REQUEST_HANDLE
from anju.modules.people.queries.person_requests import request_of
from anju.modules.people.services.acts import REQUEST_COPY_OPENED, REQUEST_EXPORTED
from anju.modules.people.services.personal_data import sources

COPY = files.purpose("people.person_copy", reading=REQUEST_HANDLE, largest=50 << 20)
SHEET = Path(__file__).resolve().parent.parent / "reports" / "copy.typ"
FORMAT = "anju.person/1"


def copy_make(*, actor: Actor, request: PersonRequest, at: datetime) -> StoredFile:
    """Gather what every package holds and keep it as a ZIP. Raises Invalid (foundation.files), FontMissing."""
    parts = [(source.code, part) for source in sources() for part in source.copy(request.person_id)]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("data.json", _json(request, parts, at))
        packed.writestr(f"{_('个人信息副本')}.pdf", _pdf(actor, request, [part for _code, part in parts], at))
    file = files.keep(actor=actor, what=COPY, name=f"{request.number}.zip", data=out.getvalue())
    counts = {part.code: len(part.rows) for _code, part in parts}
    audit.record(actor, REQUEST_EXPORTED, request, after={"parts": counts}, at=at)
    return file


def _json(request: PersonRequest, parts: Sequence[tuple[str, CopyPart]], at: datetime) -> str:
    held: dict[str, Any] = {}
    for source, part in parts:
        held.setdefault(source, {})[part.code] = [dict(row) for row in part.rows]
    document = {"format": FORMAT, "request": request.number, "made_at": at.isoformat(), "data": held}
    return json.dumps(document, ensure_ascii=False, indent=2, default=str)


def _pdf(actor: Actor, request: PersonRequest, parts: Sequence[CopyPart], at: datetime) -> bytes:
    local = at.astimezone(ZoneInfo(actor.time_zone))
    organisation = Organisation.objects.get(pk=actor.org_id)
    return rendering.pdf(
        SHEET,
        {
            "title": _("个人信息副本"),
            "organisation": organisation.name,
            "subtitle": f"{request.person.name} · {request.number}",
            "made": _("制作于 %(at)s") % {"at": f"{local:%Y-%m-%d %H:%M}"},
            "lang": (get_language() or "zh")[:2],
            "empty": _("没有记录"),
            "parts": [
                {
                    "title": part.title,
                    "rows": [
                        [[part.labels.get(key, key), str(value)] for key, value in row.items() if value not in (None, "")]
                        for row in part.rows
                    ],
                }
                for part in parts
            ],
        },
    )  # fmt: skip


def copy_bytes(*, actor: Actor, request_id: int, at: datetime) -> tuple[str, bytes]:
    """Name and bytes of the copy; each download is in the log. The person himself needs no right for his own.

    Raises Forbidden, NotFound.
    """
    row = PersonRequest.objects.select_related("person", "file").filter(pk=request_id).first()
    own = row is not None and actor.user_id is not None and row.person.user_id == actor.user_id
    if not own:
        actor.require(REQUEST_HANDLE)
        row = request_of(actor, request_id, REQUEST_HANDLE)
    if row is None or row.file is None:
        raise NotFound("people.request.no_copy")
    audit.record(actor, REQUEST_COPY_OPENED, row, at=at)
    with files.open_file(row.file) as handle:
        return row.file.name, handle.read()
