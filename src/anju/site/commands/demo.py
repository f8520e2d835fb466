"""`anju demo`: start everything with the demo company; the first start makes it, later ones find it."""

from __future__ import annotations

import argparse
import sys

from anju.site import database
from anju.site.commands import start, up
from anju.site.demo import PASSWORD


def add(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = actions.add_parser("demo", help="start everything with a demo community")
    up.options(parser)
    parser.add_argument("--load-only", action="store_true", help="make the demo's data and start nothing")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    if chosen.load_only:
        return load()
    with up.only_one_here():
        up.refuse_taken_port(chosen.host, chosen.port)
        up.in_child("migrate", "--quiet")
        up.in_child("demo", "--load-only")
        return up.serve(chosen, notes())


def load() -> int:
    """Make the demo where there is none. Raises Refusal in a database that holds somebody's own organisations."""
    start.as_app()
    from django.utils import timezone

    from anju.foundation.accounts.models import Organisation
    from anju.site.demo import load as demo

    names = set(Organisation.objects.values_list("name", flat=True))
    if demo.COMPANY in names:
        return 0
    if names:
        raise start.Refusal(
            "this database holds real organisations; set ANJU_HOME to an empty folder for the demo."
        )
    print("anju: making the demo company (about a minute and a half) …", flush=True)
    demo.load(now=timezone.now(), say=lambda text: print(f"anju:   {text}", file=sys.stdout, flush=True))
    database.analyse()
    return 0


def notes() -> list[str]:
    logins = (
        ("manager", "项目经理 · the manager's console"),
        ("leader", "公司领导 · several communities"),
        ("quality", "品质专员 · plans and promises"),
        ("supervisor", "秩序主管 · a department"),
        ("frontdesk", "前台管家 · calls, requests, registers"),
        ("guard", "巡逻员 · the worker's page"),
        ("engineer", "维修工 · repairs on the worker's page"),
        ("cleaner", "楼内保洁员 · the worker's page"),
        ("committee", "业委会 · reads fulfilment and reports"),
        ("owner", "业主 · the resident's phone, /home/"),
        ("authority", "街道 · supervises, changes nothing"),
        ("admin", "系统管理员 · users, roles, settings"),
    )
    width = max(len(name) for name, _who in logins)
    return [
        "",
        f"Log in with one of these names, password {PASSWORD}:",
        *(f"  {name:<{width}}  {who}" for name, who in logins),
        "",
    ]
