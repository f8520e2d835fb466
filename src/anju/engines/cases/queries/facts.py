"""What is known of a case when it is judged: one statement, however much there is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import connection

from anju.engines.cases.contracts import CaseFacts
from anju.engines.cases.models import Case

_SQL = """
select
  (select coalesce(jsonb_object_agg(role, n), '{}') from
    (select role, count(*) n from cases_casephoto where org_id = %(org)s and case_id = %(case)s group by role) p),
  (select coalesce(jsonb_agg(jsonb_build_array(staff_id, arrived_by)), '[]') from cases_visit
    where org_id = %(org)s and case_id = %(case)s and arrived_at is not null),
  (select coalesce(jsonb_agg(staff_id), '[]') from cases_assignment
    where org_id = %(org)s and case_id = %(case)s and state in ('accepted', 'ended')),
  (select jsonb_build_array(passed, staff_id, user_id) from cases_qualitycheck
    where org_id = %(org)s and case_id = %(case)s order by id desc limit 1),
  (select jsonb_build_array(count(*), coalesce(sum(amount) filter (where charged), 0)) from cases_item
    where org_id = %(org)s and case_id = %(case)s and removed_at is null),
  (select jsonb_build_array(answer, amount) from cases_priceconsent
    where org_id = %(org)s and case_id = %(case)s order by id desc limit 1),
  (select jsonb_build_array(count(*) filter (where state = 'done'),
     bool_or(begins_at is not null and state <> 'called_off')) from cases_visit
    where org_id = %(org)s and case_id = %(case)s),
  (select stars from cases_rating where org_id = %(org)s and case_id = %(case)s and round = %(round)s
    order by id desc limit 1),
  (select s.drawn from cases_sample s join cases_visitdraw d on (d.org_id, d.id) = (s.org_id, s.draw_id)
    where s.org_id = %(org)s and s.case_id = %(case)s and d.held_at >= %(sampled)s order by s.id desc limit 1),
  exists(select 1 from cases_returnvisit
    where org_id = %(org)s and case_id = %(case)s and done_at >= %(sampled)s)
"""


def facts(case: Case, given: Mapping[str, Any] | None = None) -> CaseFacts:
    """Facts of a case; given: facts of its kind's own that are being handed in."""
    with connection.cursor() as cursor:
        cursor.execute(
            _SQL, {"org": case.org_id, "case": case.pk, "sampled": case.sampled_at, "round": case.reopened}
        )
        row = [json.loads(one) if isinstance(one, str) else one for one in cursor.fetchone()]
    photos, visits, assigned, check, items, price, went, stars, drawn, returned = row
    return CaseFacts(
        kind=case.kind,
        state=case.state,
        severity=case.severity,
        fields={**case.fields, **(given or {})},
        photos=photos,
        hands=_people(*visits, *((staff, None) for staff in assigned)),
        checkers=_people(check[1:]) if check else frozenset(),
        checked=check[0] if check else None,
        items=items[0],
        chargeable=int(items[1]),
        agreed=price[1] if price and price[0] else None,
        visits=went[0],
        appointment=bool(went[1]),
        assigned=case.assignee_id is not None,
        rated=stars is not None,
        stars=stars,
        drawn=drawn,
        returned=returned,
    )


def _people(*pairs: Any) -> frozenset[tuple[str, int]]:
    found = {("staff", staff) for staff, _user in pairs if staff is not None}
    return frozenset(found | {("user", user) for _staff, user in pairs if user is not None})
