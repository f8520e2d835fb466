from __future__ import annotations

import pytest

from anju.engines.messages.queries import settings as channels
from anju.engines.messages.tests import factories, servers
from anju.foundation.accounts.models import User
from anju.foundation.permissions import RoleCode


@pytest.fixture
def http():
    with servers.running(servers.HttpServer) as server:
        yield server


@pytest.fixture
def post_office():
    with servers.running(servers.MailServer) as server:
        yield server


@pytest.fixture
def mail(post_office, settings):
    """Mail is set up, towards a server of this test."""
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", post_office.port
    settings.EMAIL_USE_SSL = settings.EMAIL_USE_TLS = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_TIMEOUT = 2
    settings.DEFAULT_FROM_EMAIL = "anju@company.example"
    return post_office


@pytest.fixture
def outward(settings):
    """This machine may be called, and nobody waits long for it."""
    settings.OUTWARD_PRIVATE_HOSTS = ["127.0.0.1"]
    settings.OUTWARD_TIMEOUT = 0.4
    return settings


@pytest.fixture
def sms(http, outward, org, boss):
    factories.configure(
        boss, {channels.SMS_URL: f"{http.url}/sms", channels.SMS_KEY: "k1", channels.SMS_SECRET: "sms secret"}
    )
    http.script = [(200, '{"code": "ok", "id": "p-1"}', {})]
    return http


@pytest.fixture
def robots(http, outward, org, boss):
    factories.configure(
        boss,
        {
            channels.WECOM_URL: f"{http.url}/wecom?key=w",
            channels.DINGTALK_URL: f"{http.url}/dingtalk?access_token=d",
            channels.DINGTALK_SECRET: "ding secret",
            channels.FEISHU_URL: f"{http.url}/feishu",
            channels.FEISHU_SECRET: "fei secret",
        },
    )
    http.script = [(200, '{"errcode": 0, "code": 0}', {})]
    return http


@pytest.fixture
def reader(org):
    return User.objects.create(username="reader", name="李读", phone="", language="")


@pytest.fixture
def home(org):
    """A community of estate, which the engine knows by number."""
    return factories.community()


@pytest.fixture
def manager(login):
    return login(RoleCode.MANAGER)


@pytest.fixture
def leader(login):
    return login(RoleCode.LEADER, username="leader")
