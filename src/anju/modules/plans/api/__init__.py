"""JSON API of plans: one file per subject, each with a router of its own."""

from ninja import Router

from anju.modules.plans.api import checks, contracts, costing, review, tenders, versions

router = Router(tags=["plans"])
router.add_router("", versions.router)
router.add_router("", costing.router)
router.add_router("", contracts.router)
router.add_router("", tenders.router)
router.add_router("", review.router)
router.add_router("", checks.router)

__all__ = ["router"]
