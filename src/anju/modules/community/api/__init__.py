"""JSON API of the registers of community life. Mounted at /api/v1/community/."""

from __future__ import annotations

from ninja import Router

from anju.modules.community.api import gatherings, neighbours, safety
from anju.modules.community.api.kit import add

router = Router(tags=["community"])
for register in (*neighbours.REGISTERS, *gatherings.REGISTERS, *safety.REGISTERS):
    add(router, register)
