from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError, ProgrammingError

from anju.foundation import scope
from anju.foundation.accounts.models import Organisation
from anju.foundation.permissions.models import Assignment, Role
from anju.foundation.scope import ddl


@pytest.fixture
def neighbours(db):
    """Two organisations with a role each; nothing in scope."""
    made = [Organisation.objects.create(name=name) for name in ("甲物业", "乙物业")]
    for one in made:
        with scope.enter(one.pk):
            Role.objects.create(name=f"{one.name}的角色")
    return made


def test_a_query_without_a_scope_raises_instead_of_answering_nothing(neighbours):
    for ask in (
        lambda: list(Role.objects.all()),
        lambda: Role.objects.count(),
        lambda: Role.objects.exclude(name="x").exists(),
        lambda: Role.objects.update(name="x"),
        lambda: Role.objects.all().delete(),
        lambda: list(Organisation.objects.filter(pk__in=Role.objects.values("org"))),
    ):
        with pytest.raises(scope.ScopeMissing), transaction.atomic():
            ask()


def test_each_organisation_sees_only_its_own_rows(neighbours):
    first, second = neighbours
    with scope.enter(first.pk):
        assert [one.name for one in Role.objects.all()] == ["甲物业的角色"]
    with scope.enter(second.pk):
        assert [one.name for one in Role.objects.all()] == ["乙物业的角色"]


def test_a_queryset_built_in_one_scope_obeys_the_scope_it_runs_in(neighbours):
    first, second = neighbours
    with scope.enter(first.pk):
        built = Role.objects.order_by("id")
    with scope.enter(second.pk):
        assert [one.name for one in built] == ["乙物业的角色"]


def test_the_database_itself_hides_and_refuses_foreign_rows_when_the_guard_is_off(neighbours):
    first, second = neighbours
    with scope.enter(first.pk), connection.cursor() as cursor:
        cursor.execute("select org_id from foundation_role")
        assert cursor.fetchall() == [(first.pk,)]
        with pytest.raises(ProgrammingError), transaction.atomic():
            cursor.execute(
                "insert into foundation_role (org_id, code, name, permissions) values (%s, '', 'x', '{}')",
                [second.pk],
            )
        cursor.execute("update foundation_role set name = 'x' where org_id = %s", [second.pk])
        assert cursor.rowcount == 0


def test_outside_a_scope_the_database_shows_nothing(neighbours):
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from foundation_role")
        assert cursor.fetchone() == (0,)


def test_supervision_reads_several_organisations_and_cannot_change_one(neighbours):
    first, second = neighbours
    with scope.supervise([first.pk, second.pk], writes=None):
        assert Role.objects.count() == 2
        assert Role.objects.update(name="x") == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            Role.objects.create(name="x", org_id=first.pk)
    with scope.enter(first.pk):
        assert Role.objects.get().name == "甲物业的角色"


def test_a_key_cannot_point_into_another_organisation(neighbours, django_user_model):
    first, second = neighbours
    user = django_user_model.objects.create_user("somebody", name="某人")
    with scope.enter(second.pk):
        foreign = Role.objects.get()
    with scope.enter(first.pk), pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(user=user, role_id=foreign.pk)
        connection.check_constraints()


def test_everything_reads_all_and_writes_nothing_and_is_counted(neighbours):
    before = scope.context.escapes["a test"]
    with scope.everything("a test"):
        assert Role.objects.count() == 2
        assert Role.objects.update(name="x") == 0
    assert scope.context.escapes["a test"] == before + 1


def test_the_scope_of_a_savepoint_that_failed_is_the_scope_before_it(neighbours):
    first, second = neighbours
    with scope.enter(first.pk):
        with pytest.raises(ZeroDivisionError), transaction.atomic(), scope.enter(second.pk):
            raise ZeroDivisionError
        assert Role.objects.get().org_id == first.pk


@pytest.mark.parametrize("model", ddl.scoped_models(), ids=lambda model: model._meta.label)
def test_every_tenant_table_lies_under_forced_policies_with_the_organisation_in_its_key(db, model):
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("select relrowsecurity, relforcerowsecurity from pg_class where relname = %s", [table])
        assert cursor.fetchone() == (True, True)
        cursor.execute("select cmd from pg_policies where tablename = %s order by cmd", [table])
        assert [row[0] for row in cursor.fetchall()] == ["DELETE", "INSERT", "SELECT", "UPDATE"]
        cursor.execute(
            """select pg_get_constraintdef(oid) from pg_constraint
               where conrelid = %s::regclass and contype = 'p'""",
            [table],
        )
        assert cursor.fetchone() == ("PRIMARY KEY (org_id, id)",)


FAULTS = """
with tenant as (
  select c.oid, a.attnum as org from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id'
  where c.relkind = 'r' and c.relrowsecurity)
select 'unique index without org', i.indexrelid::regclass::text from pg_index i join tenant t on t.oid = i.indrelid
  where (i.indisunique or i.indisexclusion) and not (t.org = any(i.indkey))
  and coalesce(pg_get_expr(i.indexprs, i.indrelid), '') not like '%org_id%'
union all select 'tenant key without org', k.conname::text from pg_constraint k
  join tenant c on c.oid = k.conrelid join tenant p on p.oid = k.confrelid where k.contype = 'f'
  and not exists (select 1 from unnest(k.conkey, k.confkey) u(a, b) where a = c.org and b = p.org)
union all select 'shared table points at a tenant table', k.conname::text from pg_constraint k
  join tenant p on p.oid = k.confrelid where k.contype = 'f' and k.conrelid not in (select oid from tenant)
union all select 'trigger on a tenant table', tgname::text from pg_trigger g join tenant t on t.oid = g.tgrelid
  where not tgisinternal
union all select 'org may be null', t.oid::regclass::text from tenant t
  join pg_attribute a on a.attrelid = t.oid and a.attnum = t.org where not a.attnotnull
"""


def test_the_schema_keeps_every_rule_of_tenancy(db):
    with connection.cursor() as cursor:
        cursor.execute(FAULTS)
        assert cursor.fetchall() == []


def test_the_app_role_is_neither_owner_nor_superuser(db):
    with connection.cursor() as cursor:
        cursor.execute("select rolsuper, rolbypassrls from pg_roles where rolname = current_user")
        assert cursor.fetchone() == (False, False)
        cursor.execute("select count(*) from pg_tables where tableowner = current_user")
        assert cursor.fetchone() == (0,)
