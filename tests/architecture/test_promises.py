"""What every page, table, permission and job of the house has promised."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from anju.foundation import audit
from anju.foundation.permissions import declared
from anju.foundation.scope.models import ScopedModel
from anju.site.home import CHECKOUT

GLOBAL_TABLES = {
    "foundation.Organisation", "foundation.User", "foundation.Membership", "foundation.Supervision",
    "foundation.ApiToken", "foundation.Residency", "foundation.EntryCode",
}  # fmt: skip
FOREIGN_URLS = ("account/", "i18n/", "static/", "api/")


def views(patterns=None, prefix=""):
    for one in get_resolver().url_patterns if patterns is None else patterns:
        here = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from views(one.url_patterns, here)
        elif isinstance(one, URLPattern):
            yield here, one.callback


def test_every_page_says_who_may_open_it():
    silent = [
        path for path, view in views() if not path.startswith(FOREIGN_URLS) and not hasattr(view, "access")
    ]
    assert silent == []


def test_every_permission_of_a_page_is_declared():
    known = {one.code for one in declared()} | {"public", "member", "resident"}
    unknown = [path for path, view in views() if hasattr(view, "access") and view.access not in known]
    assert unknown == []


def test_every_model_of_ours_is_a_tenant_table_or_on_the_global_list():
    ours = [one for one in apps.get_models() if one.__module__.startswith("anju.")]
    shared = {one._meta.label for one in ours if not issubclass(one, ScopedModel)}
    assert shared <= GLOBAL_TABLES


def test_every_permission_and_every_audit_action_has_a_label():
    assert [one.code for one in declared() if not str(one.label).strip()] == []
    assert [one.code for one in audit.actions().values() if not str(one.label).strip()] == []


def test_escapes_from_scope_only_become_fewer():
    text = "\n".join(
        one.read_text("utf-8") for one in (CHECKOUT / "src/anju").rglob("*.py") if "tests" not in one.parts
    )
    calls = re.findall(r"scope\.everything\(", text)
    assert len(calls) <= 1


@pytest.mark.parametrize(
    "name",
    sorted(
        one.name for one in (CHECKOUT / "src/anju/modules").iterdir() if one.is_dir() and one.name[0] != "_"
    ),
)
def test_every_module_says_which_requirements_it_serves(name):
    assert (CHECKOUT / "docs/modules" / f"{name}.md").exists()


HOSTS = re.compile(r"pypi\.org|npmjs|debian\.org|/work/(?:main|shared)|/root/|pythonhosted", re.IGNORECASE)


def test_nothing_names_a_registry_or_a_path_of_a_machine():
    listed = [*CHECKOUT.glob("*.md"), *CHECKOUT.glob("*.toml"), *CHECKOUT.glob("locks/*"), CHECKOUT / "anju"]
    listed += [
        *CHECKOUT.glob("docs/**/*.md"),
        *CHECKOUT.glob("src/**/*.py"),
        CHECKOUT / "web/package-lock.json",
    ]
    found = [
        str(one.relative_to(CHECKOUT))
        for one in listed
        if one.exists() and HOSTS.search(one.read_text("utf-8"))
    ]
    assert found == []
