from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.foundation import actors, registry, scope
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from anju.modules.frontdesk.models import Call, CallBack, PhoneLine
from anju.modules.frontdesk.permissions import CALL_TAKE, NOTE_SEND
from anju.modules.frontdesk.queries import desk_settings
from anju.modules.frontdesk.rules import calling
from anju.modules.frontdesk.services import callbacks, calls
from anju.modules.frontdesk.services.calls import CallNote, Ring
from anju.modules.frontdesk.tests import factories as made
from anju.modules.people.contracts import PersonDraft, PhoneDraft, TieDraft, TieKind
from anju.modules.people.facade import living_add, person_create

NOW = made.NOW


@pytest.fixture
def home(org):
    return made.home()


def ring(event="ring", call="c1", number=made.PHONE, line="021-55550001", at=NOW):
    return calls.call_ring(ring=Ring(id=call, event=event, number=number, line=line), at=at)


def resident(actor, home):
    draft = PersonDraft(name="陈立", community_id=home.community, phones=(PhoneDraft(made.PHONE),))
    person = person_create(actor=actor, draft=draft, at=NOW)
    living_add(
        actor=actor, draft=TieDraft(person_id=person, place_id=home.homes[0], kind=TieKind.OWNER), at=NOW
    )
    return person


def line(boss, home, opens=time(8), closes=time(18), sort="standard", number="021-55550001"):
    callbacks.line_save(
        actor=boss, community_id=home.community, sort=sort, number=number, hours=(opens, closes)
    )


def test_a_ringing_telephone_is_known_with_its_home_and_the_number_is_sealed(boss, home):
    person = resident(boss, home)
    line(boss, home)
    call = Call.objects.get(pk=ring())
    assert (call.person_id, call.place_id, call.community_id) == (person, home.homes[0], home.community)
    assert not call.off_hours
    assert Call.objects.filter(number__contains="1380000").count() == 0
    assert call.number == made.PHONE


def test_the_same_event_twice_is_one_call_and_an_end_without_an_answer_owes_one_call_back(boss, home):
    line(boss, home)
    first = ring()
    assert ring() == first
    ring("end", at=NOW + timedelta(seconds=40))
    ring("end", at=NOW + timedelta(seconds=50))
    ring(call="c2", at=NOW + timedelta(minutes=2))
    ring("end", call="c2", at=NOW + timedelta(minutes=3))
    assert list(Call.objects.order_by("pk").values_list("state", flat=True)) == ["missed", "missed"]
    back = CallBack.objects.get()
    assert back.missed and back.due_at == NOW + timedelta(minutes=30)


def test_who_gets_through_by_himself_is_owed_nothing_more(boss, home):
    line(boss, home)
    ring()
    ring("end", at=NOW + timedelta(seconds=40))
    again = ring(call="c2", at=NOW + timedelta(minutes=2))
    calls.call_take(actor=boss, call_id=again, at=NOW + timedelta(minutes=2))
    assert CallBack.objects.get().done_at is not None


def test_a_call_outside_the_hours_of_its_community_says_so(boss, home):
    line(boss, home, opens=time(11), closes=time(18))
    assert Call.objects.get(pk=ring()).off_hours


def test_what_rings_too_long_is_missed_by_the_sweep(boss, home):
    ring()
    assert calls.calls_miss(at=NOW + timedelta(minutes=5), before=NOW + timedelta(minutes=2)) == 1
    assert calls.calls_miss(at=NOW + timedelta(minutes=6), before=NOW + timedelta(minutes=3)) == 0
    assert Call.objects.get().state == "missed"


def test_a_call_taken_by_one_clerk_is_refused_to_another(org, boss, home):
    call = ring()
    first = actors.Actor(org.pk, "前台一", user_id=made.user("one", org).pk, grants=boss.grants)
    second = actors.Actor(org.pk, "前台二", user_id=made.user("two", org).pk, grants=boss.grants)
    calls.call_take(actor=first, call_id=call, at=NOW)
    calls.call_take(actor=first, call_id=call, at=NOW)
    with pytest.raises(Conflict, match="taken"):
        calls.call_take(actor=second, call_id=call, at=NOW)
    assert Call.objects.get().taken_by == first.user_id


def test_a_call_is_settled_and_its_outcome_must_be_one_of_the_known(boss, home):
    call = ring()
    with pytest.raises(Invalid, match="outcome"):
        calls.call_settle(actor=boss, call_id=call, note=CallNote(outcome="nonsense"), at=NOW)
    calls.call_settle(actor=boss, call_id=call, note=CallNote(outcome="wrong", words="打错了"), at=NOW)
    row = Call.objects.get()
    assert (row.outcome, row.state, row.words) == ("wrong", "ended", "打错了")


def test_without_the_right_nothing_is_taken_written_or_revealed(org, boss, home):
    call = ring()
    nobody = actors.system("路人", org.pk, NOTE_SEND)
    for act in (
        lambda: calls.call_take(actor=nobody, call_id=call, at=NOW),
        lambda: calls.call_note(actor=nobody, note=CallNote(outcome="other"), at=NOW),
        lambda: calls.call_number(actor=nobody, call_id=call, at=NOW),
    ):
        with pytest.raises(Forbidden):
            act()
    assert Call.objects.count() == 1 and Call.objects.get().taken_by is None


def test_a_call_of_another_organisation_is_not_there(org, boss, home):
    from anju.foundation.accounts.models import Organisation

    call = ring()
    other = Organisation.objects.create(name="别家物业服务有限公司", short_name="别家")
    with scope.enter(other.pk), pytest.raises(NotFound):
        calls.call_take(actor=actors.root("别家", other.pk), call_id=call, at=NOW)


def test_a_call_back_is_tried_three_times_and_then_settled(boss, home):
    draft = callbacks.BackDraft(
        number=made.PHONE, due_at=NOW + timedelta(hours=1), words="告知维修时间", community_id=home.community
    )
    back = callbacks.back_promise(actor=boss, draft=draft, at=NOW)
    done = [
        callbacks.back_done(actor=boss, back_id=back, reached=False, result="无人接听", at=NOW)
        for _ in range(3)
    ]
    assert done == [False, False, True]
    with pytest.raises(Conflict, match=r"back\.done"):
        callbacks.back_done(actor=boss, back_id=back, reached=True, result="", at=NOW)


@pytest.mark.parametrize(
    ("given", "code"),
    [({"number": ""}, "number_missing"), ({"due_at": NOW}, "back.due"), ({"words": " "}, "words.empty")],
)
def test_a_promise_to_call_back_needs_a_number_a_later_time_and_a_reason(boss, home, given, code):
    values = {"number": made.PHONE, "due_at": NOW + timedelta(hours=1), "words": "回复进度", **given}
    with pytest.raises(Invalid, match=code):
        callbacks.back_promise(actor=boss, draft=callbacks.BackDraft(**values), at=NOW)
    assert CallBack.objects.count() == 0


def test_a_line_is_replaced_and_taken_away(boss, home):
    line(boss, home)
    line(boss, home, number="021-55550009")
    assert PhoneLine.objects.get().number == "021-55550009"
    line(boss, home, number="")
    assert PhoneLine.objects.count() == 0


def post(client, org, secret="s3cret", body=None, sent=None, signature=None):
    text = json.dumps(body or {"id": "x1", "event": "ring", "number": made.PHONE}).encode()
    moment = int(datetime.now(ZoneInfo("UTC")).timestamp()) if sent is None else sent
    made_by_hand = hmac.new(secret.encode(), f"{moment}.".encode() + text, hashlib.sha256).hexdigest()
    headers = {"HTTP_X_ANJU_SIGNATURE": signature or f"{moment}.{made_by_hand}"}
    return client.post(f"/desk/hooks/phone/{org.pk}/", data=text, content_type="application/json", **headers)


def test_the_hook_takes_a_signed_call_and_nothing_else(org, boss, home, client):
    registry.change(actor=boss, setting=desk_settings.PHONE_SECRET, new="s3cret")
    assert post(client, org, secret="wrong").status_code == 403
    assert post(client, org, signature="nonsense").status_code == 403
    assert post(client, org, sent=1_000_000_000).status_code == 403
    assert post(client, org, body={"id": "", "event": "ring"}).status_code == 400
    assert Call.objects.count() == 0
    assert post(client, org).status_code == 200
    assert Call.objects.get().external_id == "x1"


def test_without_a_secret_the_hook_believes_nobody(org, home, client):
    assert post(client, org, secret="").status_code == 403


def test_a_role_without_the_right_does_not_take_calls(org, boss, home):
    worker = actors.system("保洁", org.pk)
    with pytest.raises(Forbidden) as refused:
        calls.call_take(actor=worker, call_id=ring(), at=NOW)
    assert refused.value.params["permission"] == CALL_TAKE.code


@given(st.times(), st.times(), st.times())
def test_hours_and_their_complement_cover_the_day_once(opens, closes, local):
    open_line = calling.Line("standard", "1", opens, closes)
    rest = calling.Line("other", "2", closes, opens)
    if opens == closes:
        assert calling.answered_at(open_line, local)
    else:
        assert calling.answered_at(open_line, local) != calling.answered_at(rest, local)


@given(st.text(max_size=60))
def test_a_masked_number_never_shows_more_than_its_ends(text):
    try:
        number = calling.dialled(text)
    except Invalid:
        return
    shown = calling.masked(number)
    assert len(number) <= 7 or shown.startswith(("400", "800", "9")) or "*" in shown


@given(st.binary(max_size=200), st.integers(0, 2**31), st.text(max_size=12))
def test_a_signature_holds_for_its_own_secret_body_and_time_only(body, sent, secret):
    at = datetime.fromtimestamp(sent, ZoneInfo("UTC"))
    good = calling.signature(secret, sent, body)
    assert calling.signature_holds(secret, good, body, at) is bool(secret)
    assert not calling.signature_holds(secret, good, body + b"x", at)
    assert not calling.signature_holds(f"{secret}x", good, body, at)
    assert not calling.signature_holds(secret, good, body, at + timedelta(minutes=6))
