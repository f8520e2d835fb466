"""`anju audit verify`: walk the sealed chain of every organisation and name every fault."""

from __future__ import annotations

import argparse
from itertools import islice

from anju.site import clients
from anju.site.commands import start

SHOWN = 20


def add(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = actions.add_parser("audit", help="check the audit log")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    verify = verbs.add_parser(
        "verify", help="find changed, removed or reordered entries; exit code 1 when there are"
    )
    verify.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    with clients.as_found():
        start.as_app()
        from anju.foundation.accounts.models import Organisation

        found = sum(_check(org.pk, str(org)) for org in Organisation.objects.order_by("id"))
    if found:
        print(f"{found} fault(s) found: somebody changed the log behind Anju's back.")
        return 1
    print("No entry was changed, removed or reordered.")
    return 0


def _check(org_id: int, name: str) -> int:
    """Print one organisation's counts and faults. Returns the number of faults."""
    from django.db import transaction

    from anju.foundation import scope
    from anju.foundation.audit import chain, queries

    with scope.enter(org_id), transaction.atomic():
        state = queries.chain_state()
        faults = chain.verify(org_id)
        shown = list(islice(faults, SHOWN))
        more = sum(1 for _one in faults)
    print(f"{name}: {state.sealed:,} sealed, {state.waiting:,} waiting, {len(shown) + more:,} fault(s)")
    print(f"  end of the chain: {state.digest or 'none yet'}")
    for one in shown:
        print(f"  entry {one.number:,}: {one.kind}")
    if more:
        print(f"  … and {more:,} more")
    return len(shown) + more
