"""A person who logs in, and a menu whose addresses the tests mount."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from anju.foundation import actors
from anju.foundation.accounts import services
from anju.foundation.permissions import RoleCode
from anju.foundation.tests.entrance import PASSWORD
from anju.foundation.ui import navigation


@pytest.fixture
def own_menu(monkeypatch, db):
    """Only the console's own menu, whose addresses these tests mount; no failures counted before."""
    ours = {code: one for code, one in navigation._entries.items() if one.url_name.startswith("console:")}
    monkeypatch.setattr(navigation, "_entries", ours)
    cache.clear()


@pytest.fixture
def wang(org):
    user = services.user_create(username="WangFang", name="王芳", password=PASSWORD, phone="13800001234")
    services.member_add(user=user, org=org)
    services.role_assign(actor=actors.root("x", org.pk), user=user, role_code=RoleCode.ADMIN)
    return user
