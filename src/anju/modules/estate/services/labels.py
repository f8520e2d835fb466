"""Sheets of QR labels as PDF."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files as package_files
from pathlib import Path

import segno
import typst
from django.db import transaction

from anju.foundation import audit, registry
from anju.foundation.actors import Actor
from anju.kernel.errors import Invalid, NotFound
from anju.kernel.ids import grouped
from anju.modules.estate.models import Place
from anju.modules.estate.permissions import LABEL_PRINT
from anju.modules.estate.queries.settings import SERVICE_PHONE
from anju.modules.estate.services.acts import LABELS_PRINTED

MOST_LABELS = 2_400


@dataclass(frozen=True, slots=True)
class Layout:
    """columns × rows of an A4 sheet; width and height of one label in mm."""

    code: str
    columns: int
    rows: int
    width: int
    height: int


LAYOUTS = {one.code: one for one in (Layout("3x8", 3, 8, 70, 36), Layout("2x5", 2, 5, 102, 57))}


def labels_pdf(*, actor: Actor, place_ids: Iterable[int], layout: str, base_url: str, at: datetime) -> bytes:
    """A PDF with a label per place, in the order of the tree. base_url: "https://host", what the codes lead to.

    Raises Forbidden, NotFound when a place lies outside the reach, Invalid: estate.label.none,
    estate.label.too_many, estate.unit.choice_unknown.
    """
    actor.require(LABEL_PRINT)
    wanted = set(place_ids)
    if layout not in LAYOUTS:
        raise Invalid("estate.unit.choice_unknown", field="layout", value=layout)
    if not wanted:
        raise Invalid("estate.label.none", field="places")
    if len(wanted) > MOST_LABELS:
        raise Invalid("estate.label.too_many", field="places", most=MOST_LABELS)
    rows = Place.objects.filter(actor.reach(LABEL_PRINT).q(path="path"), pk__in=wanted)
    places = list(rows.order_by("community_id", "sort_key", "pk"))
    if len(places) != len(wanted):
        raise NotFound("estate.place.missing")
    phone = registry.value(SERVICE_PHONE, places[0].community_id)
    document = _compiled(LAYOUTS[layout], [_label(place, base_url) for place in places], phone)
    with transaction.atomic():
        audit.record(actor, LABELS_PRINTED, places[0], after={"count": len(places), "layout": layout}, at=at)
    return document


def label_url(base_url: str, label: str) -> str:
    return f"{base_url.rstrip('/')}/q/{label}"


def qr_svg(text: str, scale: int = 4) -> bytes:
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", scale=scale, border=2, xmldecl=False)
    return out.getvalue()


def _label(place: Place, base_url: str) -> dict[str, str]:
    above = place.full_name.removesuffix(place.name).strip()
    return {
        "title": place.name,
        "above": above,
        "code": grouped(place.label),
        "qr": qr_svg(label_url(base_url, place.label)).decode(),
    }


def _compiled(layout: Layout, labels: list[dict[str, str]], phone: str) -> bytes:
    source = package_files("anju.modules.estate").joinpath("reports/labels.typ").read_bytes()
    data = {
        "columns": layout.columns,
        "rows": layout.rows,
        "width": layout.width,
        "height": layout.height,
        "phone": phone,
        "labels": labels,
    }
    with tempfile.TemporaryDirectory(prefix="anju-labels-") as folder:
        root = Path(folder)
        (root / "labels.typ").write_bytes(source)
        (root / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        return bytes(typst.compile(str(root / "labels.typ"), root=str(root)))
