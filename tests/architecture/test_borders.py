"""Only facade, contracts and urls of a module or engine may be imported from outside it."""

from __future__ import annotations

import grimp

PUBLIC = {"facade", "contracts", "urls"}
OWNERS = ("anju.modules", "anju.engines")


def owner_of(module: str) -> str | None:
    parts = module.split(".")
    return ".".join(parts[:3]) if ".".join(parts[:2]) in OWNERS and len(parts) > 3 else None


def private_crossings() -> list[str]:
    graph = grimp.build_graph("anju", cache_dir=None)
    found = []
    for target in sorted(graph.modules):
        owner = owner_of(target)
        if owner is None or target.split(".")[3] in PUBLIC:
            continue
        sources = sorted(graph.find_modules_that_directly_import(target))
        found += [
            f"{one} -> {target}" for one in sources if not one.startswith(owner + ".") and ".tests" not in one
        ]
    return found


def test_no_private_import_crosses_a_package_border():
    assert private_crossings() == []
