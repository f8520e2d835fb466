from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from tests.databases import database

from anju.foundation import actors, audit, scope
from anju.foundation.accounts.models import Organisation
from anju.foundation.audit import chain
from anju.foundation.audit.models import AuditEntry, AuditHead
from anju.foundation.permissions.models import Role

DONE = audit.action("foundation.test.done", "测试")
NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)


@pytest.fixture
def company(transactional_db):
    """An organisation whose rows are committed, so that an intruder with the owner's rights can reach them."""
    made = Organisation.objects.create(name="被查的公司")
    with scope.enter(made.pk):
        yield made


def write(org, count, start=0):
    actor = actors.root("查账", org.pk)
    with transaction.atomic():
        role = Role.objects.filter(name="角色").first() or Role.objects.create(name="角色")
        for number in range(start, start + count):
            audit.record(
                actor, DONE, role, before={"n": number, "same": 1}, after={"n": number + 1, "same": 1}, at=NOW
            )


def as_owner(sql, *values):
    """What somebody with the database's own rights can do to the tables."""
    intruder = replace(database.owner(), name=connection.settings_dict["NAME"])
    with intruder.connect(autocommit=True) as opened:
        opened.execute(sql, values)


def faults(org):
    with transaction.atomic():
        return [(one.number, one.kind) for one in chain.verify(org.pk)]


def stored(queryset):
    with transaction.atomic():
        return list(queryset)


def sealed(org, count=6):
    write(org, count)
    chain.seal(org.pk)


def test_an_untouched_chain_has_no_fault(company):
    sealed(company)
    write(company, 3, start=6)
    assert faults(company) == []
    assert chain.seal(company.pk) == 3
    assert faults(company) == []
    assert stored(AuditHead.objects.values_list("number", flat=True)) == [9]


def test_sealing_twice_seals_nothing_new_and_batches_go_on_where_the_last_ended(company):
    write(company, 5)
    assert [chain.seal(company.pk, limit=2) for _ in range(4)] == [2, 2, 1, 0]
    assert faults(company) == []
    assert stored(AuditEntry.objects.order_by("id").values_list("number", flat=True)) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor_name", "别人"),
        ("reason", "后来加的"),
        ("after", '{"n": 99}'),
        ("before", "{}"),
        ("at", "2026-11-22 00:00:00+00"),
        ("subject_id", "7"),
        ("actor_id", "7"),
        ("ip", "10.0.0.1"),
        ("action", "foundation.test.other"),
        ("channel", "api"),
    ],
)
def test_a_changed_entry_is_found(company, column, value):
    sealed(company)
    as_owner(
        f"update foundation_auditentry set {column} = %s where org_id = %s and number = 3", value, company.pk
    )
    assert faults(company) == [(3, "changed")]


def test_an_entry_given_to_another_organisation_is_missed_here_and_odd_there(company):
    sealed(company)
    other = Organisation.objects.create(name="另一家")
    as_owner(
        "update foundation_auditentry set org_id = %s where org_id = %s and number = 3", other.pk, company.pk
    )
    assert (3, "missing") in faults(company)
    with scope.enter(other.pk):
        assert faults(other) != []


@pytest.mark.parametrize("number", [1, 2, 5])
def test_a_removed_entry_is_found_where_it_stood(company, number):
    sealed(company)
    as_owner("delete from foundation_auditentry where org_id = %s and number = %s", company.pk, number)
    assert faults(company) == [(number, "missing")]


def test_a_removed_stretch_is_one_fault_however_long(company):
    sealed(company)
    as_owner(
        "update foundation_auditentry set number = 10000000000 where org_id = %s and number = 6", company.pk
    )
    assert (6, "missing") in faults(company)
    assert len(faults(company)) <= 3


def test_reordered_entries_are_found(company):
    sealed(company)
    swap = "update foundation_auditentry set number = %s where org_id = %s and number = %s"
    for new, old in ((100, 2), (2, 3), (3, 100)):
        as_owner(swap, new, company.pk, old)
    assert [kind for _number, kind in faults(company)].count("reordered") >= 2


@pytest.mark.parametrize("gone", [1, 3])
def test_a_cut_tail_is_found(company, gone):
    sealed(company)
    as_owner("delete from foundation_auditentry where org_id = %s and number > %s", company.pk, 6 - gone)
    assert faults(company) == [(7 - gone, "cut")]


def test_a_tail_cut_together_with_the_head_is_found_by_the_signature(company):
    sealed(company)
    as_owner("delete from foundation_auditentry where org_id = %s and number > 4", company.pk)
    (digest,) = stored(AuditEntry.objects.filter(number=4).values_list("digest", flat=True))
    as_owner("update foundation_audithead set number = 4, digest = %s where org_id = %s", digest, company.pk)
    assert faults(company) == [(4, "head")]


def test_a_whole_chain_computed_anew_without_the_secret_is_found(company):
    sealed(company)
    as_owner("update foundation_auditentry set reason = '改写' where org_id = %s and number = 1", company.pk)
    previous = ""
    for entry in stored(AuditEntry.objects.order_by("number")):
        digest = chain.digest_of(previous, entry)
        as_owner(
            "update foundation_auditentry set previous = %s, digest = %s where org_id = %s and id = %s",
            previous, digest, company.pk, entry.pk,
        )  # fmt: skip
        previous = digest
    as_owner("update foundation_audithead set digest = %s where org_id = %s", previous, company.pk)
    assert faults(company) == [(6, "head")]


def test_a_forged_head_and_a_removed_head_are_found(company):
    sealed(company)
    as_owner("update foundation_audithead set signature = repeat('0', 64) where org_id = %s", company.pk)
    assert faults(company) == [(6, "head")]
    as_owner("delete from foundation_audithead where org_id = %s", company.pk)
    assert faults(company) == [(6, "head")]


def test_an_entry_slipped_in_is_found(company):
    sealed(company)
    as_owner(
        """insert into foundation_auditentry (org_id, at, actor_name, action, subject_type, subject_id, subject_label,
             before, after, reason, channel, request_id, number, previous, digest)
           select org_id, at, actor_name, action, subject_type, subject_id, subject_label, before, after, reason, channel,
             request_id, 7, digest, repeat('a', 64) from foundation_auditentry where org_id = %s and number = 6""",
        company.pk,
    )
    assert ("changed" in [kind for _n, kind in faults(company)]) and faults(company)[-1][1] == "head"


def test_one_organisations_chain_does_not_depend_on_anothers(company):
    sealed(company)
    other = Organisation.objects.create(name="另一家")
    with scope.enter(other.pk):
        sealed(other, 2)
    as_owner("update foundation_auditentry set reason = 'x' where org_id = %s and number = 1", other.pk)
    assert faults(company) == []
    with scope.enter(other.pk):
        assert faults(other) == [(1, "changed")]


@pytest.mark.parametrize(
    "sql",
    [
        "update foundation_auditentry set reason = 'x'",
        "delete from foundation_auditentry",
        "truncate foundation_auditentry",
    ],
)
def test_who_serves_requests_cannot_rewrite_the_audit(org, boss, sql):
    role = Role.objects.create(name="角色")
    audit.record(boss, DONE, role)
    with connection.cursor() as cursor:
        cursor.execute("select has_table_privilege('foundation_auditentry', 'delete')")
        assert cursor.fetchone() == (False,)
        if not sql.startswith("truncate"):
            with pytest.raises(ProgrammingError), transaction.atomic():
                cursor.execute(sql)


def test_an_entry_says_who_what_where_and_only_what_changed(org, boss):
    role = Role.objects.create(name="角色")
    actor = replace(boss, user_id=7, on_behalf_of=8, origin=actors.Origin("api", "10.1.2.3", "req-1"))
    audit.record(
        actor, DONE, role, before={"a": 1, "b": 2}, after={"a": 1, "b": 3, "c": 4}, reason="因为", at=NOW
    )
    entry = AuditEntry.objects.get(subject_id=role.pk, action=DONE.code)
    assert (entry.before, entry.after) == ({"b": 2}, {"b": 3, "c": 4})
    assert (entry.actor_id, entry.on_behalf_of_id, entry.ip, entry.channel) == (7, 8, "10.1.2.3", "api")
    assert (entry.subject_type, entry.subject_label, entry.reason) == ("foundation.role", "角色", "因为")


def test_an_entry_vanishes_with_the_change_it_tells_of(org, boss):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        audit.record(boss, DONE, Role.objects.create(name="角色"))
        raise ZeroDivisionError
    assert AuditEntry.objects.filter(action=DONE.code).count() == 0


def test_an_action_is_declared_once():
    with pytest.raises(ValueError, match="twice"):
        audit.action("foundation.test.done", "又一次")
