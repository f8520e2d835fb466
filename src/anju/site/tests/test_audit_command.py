from __future__ import annotations

import argparse
from dataclasses import replace

import pytest
from django.db import connection, transaction

from anju.foundation import actors, audit, scope
from anju.foundation.accounts.models import Organisation
from anju.foundation.audit import chain
from anju.foundation.permissions.models import Role
from anju.site import clients, database
from anju.site.commands import audit as command

NOTED = audit.action("site.test.noted", "测试")


@pytest.fixture
def company(transactional_db, monkeypatch):
    """A company with five sealed and one waiting entry; the command finds Django running already."""
    monkeypatch.setattr(command.start, "as_app", lambda: None)
    monkeypatch.setattr(clients.embedded, "is_running", lambda: True)
    made = Organisation.objects.create(name="查账物业")
    with scope.enter(made.pk), transaction.atomic():
        role = Role.objects.create(name="角色")
        for _number in range(5):
            audit.record(actors.root("终端", made.pk), NOTED, role)
        chain.seal(made.pk)
        audit.record(actors.root("终端", made.pk), NOTED, role)
    return made


def run():
    return command.run(argparse.Namespace())


def test_an_untouched_log_is_counted_and_passes(company, capsys):
    assert run() == 0
    said = capsys.readouterr().out
    assert "查账物业: 5 sealed, 1 waiting, 0 fault(s)" in said


def test_faults_are_named_and_give_exit_code_one(company, capsys):
    intruder = replace(database.owner(), name=connection.settings_dict["NAME"])
    with intruder.connect(autocommit=True) as opened:
        opened.execute("update foundation_auditentry set reason = 'x' where number = 2")
        opened.execute("delete from foundation_auditentry where number = 4")
    assert run() == 1
    said = capsys.readouterr().out
    assert "entry 2: changed" in said and "entry 4: missing" in said and "2 fault(s) found" in said


def test_other_organisations_are_walked_too(company, capsys):
    Organisation.objects.create(name="空公司")
    assert run() == 0
    assert "空公司: 0 sealed, 0 waiting, 0 fault(s)" in capsys.readouterr().out
