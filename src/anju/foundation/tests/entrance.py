"""How the tests of log-in and of the administration pages come in."""

from __future__ import annotations

import re

from anju.foundation.audit.models import AuditEntry

PASSWORD = "correct horse 42"
LOGIN = "/account/login/"
INLINE = re.compile(r"<script(?![^>]*(src=|application/json))|<style|\sstyle=\"|\son[a-z]+=\"", re.IGNORECASE)


def enter(client, name="wangfang", password=PASSWORD, **more):
    return client.post(LOGIN, {"login": name, "password": password, **more})


def inside(client):
    return "_auth_user_id" in client.session


def told(action):
    return AuditEntry.objects.filter(action=f"foundation.user.{action}")
