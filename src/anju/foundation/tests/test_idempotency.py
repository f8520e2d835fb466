from __future__ import annotations

import threading
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from anju.foundation import scope
from anju.foundation.accounts.models import Organisation
from anju.foundation.idempotency import IdempotencyRecord, fingerprint, once
from anju.foundation.permissions.models import Role
from anju.kernel.errors import Conflict

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def test_the_second_call_gets_the_answer_of_the_first_and_does_nothing(org):
    done = []

    def act():
        done.append(1)
        return {"id": 7, "on": date(2026, 11, 21), "sum": Decimal("1.50"), "pair": (1, 2)}

    first = once(purpose="p", key="k", body={"a": 1}, act=act)
    second = once(purpose="p", key="k", body={"a": 1}, act=act)
    assert first[0] == second[0] == {"id": 7, "on": "2026-11-21", "sum": "1.50", "pair": [1, 2]}
    assert (first[1], second[1], len(done)) == (False, True, 1)


def test_the_same_key_with_another_body_is_refused(org):
    once(purpose="p", key="k", body={"a": 1}, act=lambda: 1)
    with pytest.raises(Conflict) as refused:
        once(purpose="p", key="k", body={"a": 2}, act=lambda: 2)
    assert refused.value.code == "idempotency_key_reused"


def test_a_key_is_good_for_its_purpose_and_organisation_only(org):
    assert once(purpose="p", key="k", body=1, act=lambda: "p") == ("p", False)
    assert once(purpose="q", key="k", body=2, act=lambda: "q") == ("q", False)
    with scope.enter(Organisation.objects.create(name="另一家").pk):
        assert once(purpose="p", key="k", body=3, act=lambda: "other") == ("other", False)


def test_an_act_that_fails_leaves_its_key_free(org):
    def fail():
        Role.objects.create(name="不该留下")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        once(purpose="p", key="k", body=1, act=fail)
    assert (Role.objects.count(), IdempotencyRecord.objects.count()) == (0, 0)
    assert once(purpose="p", key="k", body=1, act=lambda: 5) == (5, False)


def test_an_answer_that_cannot_be_kept_undoes_the_act(org):
    def act():
        Role.objects.create(name="不该留下")
        return object()

    with pytest.raises(TypeError):
        once(purpose="p", key="k", body=1, act=act)
    assert Role.objects.count() == 0


@given(first=JSON, second=JSON)
def test_bodies_have_one_fingerprint_exactly_when_they_are_the_same_json(first, second):
    same = repr(_sorted(first)) == repr(_sorted(second))
    assert (fingerprint(first) == fingerprint(second)) is same


def _sorted(value):
    if isinstance(value, dict):
        return [(key, _sorted(value[key])) for key in sorted(value)]
    return ["list", *map(_sorted, value)] if isinstance(value, list) else value


def test_two_rivals_with_one_key_have_one_effect(transactional_db):
    org = Organisation.objects.create(name="竞争")
    inside, go_on, answers = threading.Event(), threading.Event(), []

    def act():
        inside.set()
        go_on.wait(5)
        Role.objects.create(name="唯一")
        return "done"

    def rival():
        try:
            with scope.enter(org.pk), transaction.atomic():
                answers.append(once(purpose="p", key="k", body=1, act=act))
        finally:
            connection.close()

    threads = [threading.Thread(target=rival) for _ in range(2)]
    threads[0].start()
    assert inside.wait(5)
    threads[1].start()
    go_on.set()
    for one in threads:
        one.join(10)
    assert sorted(answers) == [("done", False), ("done", True)]
    with scope.enter(org.pk), transaction.atomic():
        assert Role.objects.filter(name="唯一").count() == 1
