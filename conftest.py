"""Fixtures that every test may use."""

from __future__ import annotations

import os

import pytest
from tests import databases

from anju.foundation import actors, scope

JOURNEYS = "tests/e2e/"
# The longest first. The demo is loaded for the first desk; until it is there the other workers read scans.
LONGEST = (f"{JOURNEYS}desk/", "src/anju/modules/plans/", JOURNEYS)


def pytest_collection_modifyitems(items):
    items.sort(
        key=lambda item: next(
            (i for i, one in enumerate(LONGEST) if item.nodeid.startswith(one)), len(LONGEST)
        )
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Files to workers; the journeys of one desk stay together, since they share a running demo."""
    from xdist.scheduler import LoadFileScheduling

    class Desks(LoadFileScheduling):
        def _split_scope(self, nodeid):
            file = nodeid.split("::", 1)[0]
            return file.rpartition("/")[0] if file.startswith(JOURNEYS) else file

    return Desks(config, log)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker, worker_id):
    from django.db import connections

    name = f"anju_test_{worker_id}_{os.getpid()}"
    with django_db_blocker.unblock():
        databases.copy(databases.ensure_empty(), name)
        connections["default"].settings_dict["NAME"] = name
    yield
    with django_db_blocker.unblock():
        connections["default"].close()
        databases.drop(name)


@pytest.fixture(autouse=True)
def jobs_end_with_their_test(request, django_db_blocker):
    """Django empties its own tables behind a test that commits; those of the queue are not its own."""
    from django.db import connection

    yield
    mark = request.node.get_closest_marker("django_db")
    commits = (mark is not None and mark.kwargs.get("transaction")) or {
        "transactional_db", "live_server"
    } & set(request.fixturenames)  # fmt: skip
    if commits:
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("delete from procrastinate_jobs")


@pytest.fixture
def org(db):
    """An organisation, in scope for the whole test."""
    from anju.foundation.accounts.models import Organisation

    made = Organisation.objects.create(name="测试物业服务有限公司", short_name="测试物业")
    with scope.enter(made.pk):
        yield made


@pytest.fixture
def boss(org):
    """An actor who may do everything in `org`."""
    return actors.root("测试", org.pk)


@pytest.fixture
def login(org):
    """`login(RoleCode.MANAGER, path="", username="tester", name="测试员")` → a browser of its own for each new user of `org`."""
    from django.test import Client

    from anju.foundation.accounts import services

    def log_in(*roles, path="", username="tester", name="测试员"):
        user = services.user_create(username=username, name=name, password="correct horse 42")
        services.member_add(user=user, org=org)
        for role in roles:
            services.role_assign(actor=actors.root("测试", org.pk), user=user, role_code=role, path=path)
        browser = Client()
        browser.force_login(user)
        browser.user = user
        return browser

    return log_in
