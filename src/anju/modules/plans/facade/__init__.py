"""What other packages may call of plans: all names of `facade.plans`, the reader in `facade.reading`, cost and
comparison of plans that were only read in `facade.costing`, their papers in `facade.papers`.

The names of `facade.plans` load with their first use: reading a plan needs no database and no Django.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from anju.modules.plans.facade.plans import *  # noqa: F403


_FILES = ("checking", "costing", "papers", "reading")


def __getattr__(name: str) -> Any:
    if name in _FILES:
        return import_module(f"{__name__}.{name}")
    plans = import_module(f"{__name__}.plans")
    if name not in plans.__all__:
        raise AttributeError(f"plans.facade has no {name!r}")
    return getattr(plans, name)
