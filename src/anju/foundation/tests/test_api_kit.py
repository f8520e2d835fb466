from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from ninja import Router

from anju.foundation import actors
from anju.foundation.accounts import services, tokens
from anju.foundation.accounts.models import ApiToken, Membership, Organisation
from anju.foundation.actors import Actor
from anju.foundation.api import rates
from anju.foundation.api.application import make, mount
from anju.foundation.idempotency import IdempotencyRecord
from anju.foundation.permissions import RoleCode
from anju.foundation.permissions.models import Role

pytestmark = pytest.mark.urls("anju.foundation.tests.addresses")
ROLES = "/api/v1/things/roles"


def write(client, body, key="k-1", **headers):
    named = {"Idempotency-Key": key} if key else {}
    return client.post(ROLES, body, content_type="application/json", headers={**named, **headers})


def make_token(user, org, *, now=None, days=30):
    now = now or datetime.now(UTC)
    actor = Actor(org.pk, user.name, user_id=user.pk)
    return tokens.token_make(actor=actor, name="测试", expires_at=now + timedelta(days=days), at=now)


def test_without_log_in_an_operation_answers_401_in_the_one_error_shape(client, db):
    answer = client.get(ROLES)
    assert answer.status_code == 401
    assert answer.json() == {"code": "not_logged_in", "message": answer.json()["message"], "field": None}
    assert answer["WWW-Authenticate"] == "Bearer"


def test_without_the_permission_it_answers_403_and_does_nothing(login):
    client = login(RoleCode.WORKER)
    assert client.get(ROLES).status_code == 403
    before = Role.objects.count()
    answer = write(client, {"name": "新角色"})
    assert (answer.status_code, answer.json()["code"]) == (403, "permission_missing")
    assert Role.objects.count() == before


def test_a_missing_permission_is_named_before_the_input_is_read(login):
    assert write(login(RoleCode.WORKER), {"nonsense": 1}).status_code == 403


def test_a_write_needs_a_key(login):
    answer = write(login(RoleCode.LEADER), {"name": "甲"}, key="")
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_missing")
    assert answer.json()["field"] == "Idempotency-Key"


def test_the_same_key_gives_the_first_answer_and_one_effect(login):
    client = login(RoleCode.LEADER)
    first, second = write(client, {"name": "甲"}), write(client, {"name": "甲"})
    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    assert first.json()["made_at"] == "2026-11-21T08:00:00Z"
    assert "Idempotency-Replayed" not in first
    assert second["Idempotency-Replayed"] == "true"
    assert Role.objects.filter(name="甲").count() == 1


def test_the_same_key_with_another_body_is_a_conflict(login):
    client = login(RoleCode.LEADER)
    write(client, {"name": "甲"})
    answer = write(client, {"name": "乙"})
    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_key_reused")
    assert not Role.objects.filter(name="乙").exists()


def test_a_refused_write_leaves_nothing_and_its_key_may_be_used_again(login):
    client = login(RoleCode.LEADER)
    answer = write(client, {"name": "坏"})
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, "role_bad", "name")
    assert not Role.objects.filter(name="不该留下").exists()
    assert IdempotencyRecord.objects.count() == 0
    assert write(client, {"name": "坏"}).status_code == 422


def test_keys_of_two_users_do_not_meet(login, org):
    first = login(RoleCode.LEADER)
    assert write(first, {"name": "甲"}).status_code == 201
    other = services.user_create(username="other", name="另一人", password="correct horse 42")
    services.member_add(user=other, org=org)
    services.role_assign(actor=actors.root("测试", org.pk), user=other, role_code=RoleCode.LEADER)
    second = Client()
    second.force_login(other)
    assert write(second, {"name": "乙"}).status_code == 201


def test_a_session_write_needs_the_csrf_token(login):
    user = login(RoleCode.LEADER).user
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user)
    answer = write(strict, {"name": "甲"})
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")


def test_a_token_works_without_session_and_csrf_in_its_own_organisation(login, org):
    user = login(RoleCode.LEADER).user
    _token, text = make_token(user, org)
    client = Client(enforce_csrf_checks=True)
    bearer = {"Authorization": f"Bearer {text}"}
    answer = client.get("/api/v1/things/who", headers=bearer)
    assert answer.json()["org"] == org.pk
    assert answer.json()["channel"] == "api"
    assert write(client, {"name": "甲"}, **bearer).status_code == 201
    assert ApiToken.objects.get().last_used_at is not None


@pytest.mark.parametrize("spoil", ["expired", "revoked", "member", "user", "text"])
def test_a_token_that_is_no_good_answers_401(login, org, spoil):
    user = login(RoleCode.LEADER).user
    _token, text = make_token(user, org)
    past = datetime(2026, 1, 1, tzinfo=UTC)
    if spoil == "expired":
        ApiToken.objects.update(expires_at=past)
    elif spoil == "revoked":
        ApiToken.objects.update(revoked_at=past)
    elif spoil == "member":
        Membership.objects.update(is_active=False)
    elif spoil == "user":
        type(user).objects.update(is_active=False)
    else:
        text += "x"
    answer = Client().get("/api/v1/things/who", headers={"Authorization": f"Bearer {text}"})
    assert answer.status_code == 401


def test_a_bad_token_is_not_rescued_by_a_session(login):
    client = login(RoleCode.LEADER)
    assert client.get("/api/v1/things/who", headers={"Authorization": "Bearer anju_x"}).status_code == 401


def test_the_text_of_a_token_is_not_in_the_database(login, org):
    token, text = make_token(login(RoleCode.LEADER).user, org)
    assert text not in str(ApiToken.objects.values().get())
    assert text.startswith(token.beginning)


def test_a_token_is_counted_per_minute(login, org, monkeypatch):
    monkeypatch.setattr(rates.spend, "__defaults__", (3,))
    _token, text = make_token(login(RoleCode.LEADER).user, org)
    calls = [
        Client().get("/api/v1/things/who", headers={"Authorization": f"Bearer {text}"}) for _ in range(5)
    ]
    codes = [one.status_code for one in calls]
    assert codes.count(429) >= 1 and codes[0] == 200
    refused = next(one for one in calls if one.status_code == 429)
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert refused.json()["code"] == "too_many_calls"


def test_invalid_input_names_the_first_field_and_lists_all(login):
    answer = write(login(RoleCode.LEADER), {"lines": [{"unit": "m", "count": 1}, {"unit": 7}]})
    body = answer.json()
    assert answer.status_code == 422
    assert body["field"] == "name"
    assert [one["field"] for one in body["errors"]] == ["name", "lines[1].unit", "lines[1].count"]
    assert body["errors"][0]["message"] == "必须填写。"


def test_malformed_json_is_refused_in_the_same_shape(login):
    answer = login(RoleCode.LEADER).post(
        ROLES, "{nonsense", content_type="application/json", headers={"Idempotency-Key": "x"}
    )
    assert answer.status_code in (400, 422)
    assert set(answer.json()) >= {"code", "message", "field"}


def test_unknown_addresses_and_wrong_methods_answer_in_json(login):
    client = login(RoleCode.LEADER)
    missing = client.get("/api/v1/things/nothing-here")
    assert (missing.status_code, missing.json()["code"]) == (404, "page_not_found")
    wrong = client.delete(ROLES)
    assert (wrong.status_code, wrong.json()["code"]) == (405, "method_not_allowed")
    assert "GET" in wrong["Allow"]


def test_pages_follow_each_other_without_gap_or_double_while_rows_are_added(login):
    client = login(RoleCode.LEADER)
    Role.objects.bulk_create([Role(name=f"r{number:02}") for number in range(25)])
    seen, cursor = [], ""
    while cursor is not None:
        page = client.get(ROLES, {"limit": 10, "cursor": cursor}).json()
        seen += [one["name"] for one in page["items"]]
        cursor = page["next"]
        if len(seen) == 10:
            Role.objects.create(name="a-before-the-first")
    assert seen == [f"r{number:02}" for number in range(25)]


@pytest.mark.parametrize("query", [{"cursor": "forged"}, {"limit": 0}, {"limit": 201}, {"limit": "many"}])
def test_a_bad_page_request_is_refused(login, query):
    answer = login(RoleCode.LEADER).get(ROLES, query)
    assert answer.status_code == 422
    assert answer.json()["field"] in query


def test_the_organisation_of_the_session_is_the_one_in_scope(login, org):
    other = Organisation.objects.create(name="别家")
    client = login(RoleCode.LEADER)
    assert client.get("/api/v1/things/who").json()["org"] == org.pk
    session = client.session
    session["org"] = other.pk
    session.save()
    assert client.get("/api/v1/things/who").json()["org"] == org.pk


def test_a_user_of_no_organisation_and_one_with_an_old_password_are_refused(login):
    client = login(RoleCode.LEADER)
    type(client.user).objects.update(must_change_password=True)
    assert client.get("/api/v1/things/who").json()["code"] == "password_change_needed"
    type(client.user).objects.update(must_change_password=False)
    Membership.objects.all().delete()
    assert client.get("/api/v1/things/who").json()["code"] == "no_organisation"


def test_an_operation_without_a_permission_does_not_start():
    router = Router()

    @router.get("/open")
    def open_to_all(request):
        return {}

    with pytest.raises(ImproperlyConfigured, match="/open"):
        mount("x", router, on=make())


def test_the_schema_of_the_house_is_the_same_text_each_time(db, settings):
    from anju.foundation import api

    settings.ROOT_URLCONF = "anju.site.urls"
    text = api.schema_text()
    assert text == api.schema_text()
    found = json.loads(text)
    assert all(one["responses"]["default"] for path in found["paths"].values() for one in path.values())
    assert all("x-permission" in one for path in found["paths"].values() for one in path.values())


def test_the_schema_names_permission_key_and_error_of_every_operation(db):
    from anju.foundation.tests.addresses import api

    found = api.get_openapi_schema(path_prefix="/api/v1/")
    post = found["paths"]["/api/v1/things/roles"]["post"]
    assert post["x-permission"] == "foundation.setting:change"
    assert [one["name"] for one in post["parameters"]] == ["Idempotency-Key"]
    assert {"TokenAuth", "SessionAuth"} == {next(iter(one)) for one in post["security"]}
    assert found["paths"]["/api/v1/things/roles"]["get"]["x-permission"] == "foundation.audit:read"
