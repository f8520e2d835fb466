"""JSON API of the front desk: one router for each subject. Mounted at /api/v1/frontdesk/."""

from ninja import Router

from anju.modules.frontdesk.api import registers

router = Router(tags=["frontdesk"])
router.add_router("", registers.router)
