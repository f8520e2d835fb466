from __future__ import annotations

import statistics
import time
from datetime import timedelta

from django.apps import apps
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from anju.engines.cases import facade as cases
from anju.foundation.permissions import RoleCode
from anju.modules.frontdesk import facade
from anju.modules.frontdesk.tests import factories as made


def copies(model, skip, over, source, n):
    cols = [f.column for f in model._meta.concrete_fields if f.column not in ("id", *skip)]
    sel = [over.get(c, f's."{c}"') for c in cols]
    return f"insert into {model._meta.db_table} ({','.join(chr(34) + c + chr(34) for c in cols)}) select {','.join(sel)} from {source} s"


def grow(n):
    Case = apps.get_model("cases", "Case")
    Clock = apps.get_model("cases", "ClockBudget")
    Seg = apps.get_model("cases", "ClockSegment")
    with connection.cursor() as c:
        base = list(Case.objects.values_list("pk", flat=True))
        per = n // len(base)
        cols = [f.column for f in Case._meta.concrete_fields if f.column != "id"]
        sel = [
            (
                "s.number||'-'||g"
                if x == "number"
                else "s.opened_at - g*interval '1 minute'"
                if x == "opened_at"
                else "s.due_at + g*interval '7 minute'"
                if x == "due_at"
                else f's."{x}"'
            )
            for x in cols
        ]
        q = lambda xs: ",".join('"' + x + '"' for x in xs)
        c.execute(
            f"insert into cases_case ({q(cols)}) select {','.join(sel)} from cases_case s, generate_series(1,{per}) g where s.id = any(%s)",
            [base],
        )
        cols = [f.column for f in Clock._meta.concrete_fields if f.column != "id"]
        sel = [
            "k.id" if x == "case_id" else "b.due_at + interval '7 minute'" if x == "due_at" else f'b."{x}"'
            for x in cols
        ]
        c.execute(
            f"insert into cases_clockbudget ({q(cols)}) select {','.join(sel)} from cases_case k join cases_case o on k.number like o.number||'-%%' and o.id = any(%s) join cases_clockbudget b on b.case_id=o.id where k.number like '%%-%%-%%'",
            [base],
        )
        cols = [f.column for f in Seg._meta.concrete_fields if f.column != "id"]
        c.execute(
            "insert into cases_clocksegment (org_id, clock_id, started_at, paused, reason) select org_id, id, started_at, false, '' from cases_clockbudget b where not exists (select 1 from cases_clocksegment s where s.clock_id=b.id)"
        )
        for t in ("cases_case", "cases_clockbudget", "cases_clocksegment"):
            pass


def run(client, url, **data):
    client.get(url, data)
    q = []

    def note(execute, sql, *rest):
        s = time.perf_counter()
        try:
            return execute(sql, *rest)
        finally:
            q.append({"time": (time.perf_counter() - s) * 1e3, "sql": str(sql), "params": str(rest[0])[:200]})

    with connection.execute_wrapper(note):
        r = client.get(url, data)
    assert r.status_code == 200, r.status_code
    walls = []
    cpus = []
    for _ in range(3):
        w, c = time.perf_counter(), time.process_time()
        client.get(url, data)
        walls.append((time.perf_counter() - w) * 1e3)
        cpus.append((time.process_time() - c) * 1e3)
    walls.sort()
    sql = sorted(((float(x["time"]), x["sql"][:1500], x["params"]) for x in q), reverse=True)[:2]
    print(
        f"{url} {data} stmts {len(q)} wall p50 {statistics.median(walls):.1f} p95 {walls[-1]:.1f} cpu {statistics.median(cpus):.1f} bytes {len(r.content)}",
        sql,
    )


def test_board(org, boss, login):
    home = made.home()
    now = timezone.now()
    for n in range(20):
        kind = ["repair", "complaint", "hazard", "violation", "enquiry"][n % 5]
        id_ = facade.report(
            actor=boss, draft=made.draft(home, kind, title=f"第{n}件"), at=now - timedelta(minutes=n)
        ).case_id
        if n % 3:
            cases.case_assign(actor=boss, case_id=id_, staff_id=home.engineers[n % 3], at=now)
    client = login(RoleCode.MANAGER, RoleCode.LEADER)
    for size in (0, 5000):
        if size:
            grow(size)
        print("cases", cases.cases(actor=boss).count())
        for url, data in (
            (reverse("frontdesk:board"), {}),
            (reverse("frontdesk:board"), {"by": "person"}),
            (reverse("frontdesk:cases"), {}),
            (reverse("frontdesk:complaints"), {}),
            (reverse("frontdesk:complaint_analysis"), {}),
            (reverse("frontdesk:desk"), {}),
            (reverse("frontdesk:days"), {}),
            ("/", {}),
        ):
            run(client, url, **data)


def test_scores(org, boss, login):
    now = timezone.now()
    client = login(RoleCode.LEADER)
    sizes = [1, 9, 40]
    for n in sizes:
        for k in range(n):
            home = made.home(f"园{n}-{k}")
            for kind in ("repair", "complaint", "enquiry"):
                facade.report(actor=boss, draft=made.draft(home, kind), at=now)
        run(client, "/scores/", community="all")
        run(client, "/scores/frontdesk.in_time", community="all") if False else None
        run(client, reverse("scores:indicator", args=["frontdesk.in_time"]), community="all")
