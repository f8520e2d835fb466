"""Dogs: terms and forbidden breeds, ladders in their order, inspections, reminders once, persons who go."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from anju.engines.cases import facade as cases
from anju.foundation import actors, registry
from anju.foundation.permissions import RoleCode
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from anju.modules.community import jobs
from anju.modules.community.contracts import Who
from anju.modules.community.models import Dog, DogCampaignLine, DogLadder, DogStep
from anju.modules.community.queries import dogs as reads
from anju.modules.community.queries import neighbour_settings as settings
from anju.modules.community.queries.neighbours import cases_about
from anju.modules.community.rules import dogs as rules
from anju.modules.community.services import dog_measures as measures
from anju.modules.community.services import dogs as services
from anju.modules.community.services import neighbour_acts as acts
from anju.modules.community.tests import neighbours as made
from anju.modules.community.tests.neighbours import AT, TODAY
from anju.modules.frontdesk.tests import factories as desk
from anju.modules.people import facade as people
from anju.modules.people.contracts import PersonDraft, PhoneDraft, TieDraft, TieKind


@pytest.fixture
def home(org):
    return desk.home()


@given(st.dates(), st.integers(1, 180), st.integers(-400, 400))
def test_a_term_is_expired_soon_or_valid_by_its_last_day(today, warn, offset):
    try:
        until = today + timedelta(days=offset)
    except OverflowError:
        return
    if until.year > 9990 or today.year > 9990:
        return
    expected = "expired" if offset < 0 else "soon" if offset <= warn else "valid"
    assert rules.term(until, today, warn) == expected
    assert rules.term(None, today, warn) == "missing"


@given(
    st.sets(st.sampled_from(rules.LADDER)),
    st.sampled_from(rules.LADDER),
    st.sampled_from(["", " ", "多人被咬"]),
)
def test_a_step_needs_the_one_before_it_or_a_reason(recorded, step, reason):
    place = rules.LADDER.index(step)
    may = place == 0 or rules.LADDER[place - 1] in recorded or bool(reason.strip())
    if may:
        rules.check_step(step, recorded, reason)
    else:
        with pytest.raises(Invalid, match=r"community\.dog\.step_before"):
            rules.check_step(step, recorded, reason)


@given(
    st.lists(st.tuples(st.sampled_from(["pending", "fit", "unlicensed", "stray", "absent"]), st.booleans()))
)
def test_the_counts_of_an_inspection_add_up(lines):
    found = rules.tally(lines)
    assert found.fit + found.faulty + found.absent == found.checked <= found.listed == len(lines)


def test_a_breed_or_height_that_the_place_forbids_is_marked_by_its_own_setting(boss, home):
    other = desk.home("橙园")
    registry.change(actor=boss, setting=settings.DOG_FORBIDDEN, new="藏獒、比特", community_id=home.community)
    registry.change(actor=boss, setting=settings.DOG_TALLEST, new=45)
    fierce = made.dog(boss, home, breed="比特犬")
    tall = made.dog(boss, other, breed="金毛", height_cm=58)
    fine = made.dog(boss, other, breed="比特犬", height_cm=40)
    marked = {one.pk: one.forbidden for one in reads.dogs(boss, TODAY)}
    assert marked == {fierce.pk: True, tall.pk: True, fine.pk: False}
    assert [reads.why_forbidden(one) for one in (fierce, tall, fine)] == ["breed", "height", ""]


def test_the_keeper_is_whoever_of_the_home_has_that_name_and_follows_the_register_of_persons(boss, home):
    person = people.resident_register(
        actor=boss, at=AT,
        person=PersonDraft(name="申屠静", community_id=home.community, phones=(PhoneDraft("13900001111"),)),
        tie=TieDraft(person_id=0, place_id=home.homes[0], kind=TieKind.OWNER),
    )  # fmt: skip
    known = reads.of_home(boss, home.homes[0], TODAY)
    assert known == []
    by_name = made.dog(boss, home, keeper="申屠静", keeper_phone="139 0000 1111")
    by_contact = made.dog(boss, home)
    stranger = made.dog(boss, home, keeper="房客小丁")
    tied = by_name.person_id
    assert tied and by_contact.person_id == tied and stranger.person_id is None and person
    kept = people.person_create(
        actor=boss, draft=PersonDraft(name="申屠静", community_id=home.community), at=AT
    )
    services.person_follow(gone_id=tied, kept_id=kept)
    assert set(Dog.objects.filter(person_id=kept).values_list("pk", flat=True)) == {by_name.pk, by_contact.pk}
    draft = measures.LadderDraft(title="屡次不牵绳", due_on=TODAY, dog_id=by_contact.pk)
    measures.ladder_open(actor=boss, community_id=home.community, draft=draft, at=AT)
    services.person_forget(person_id=kept)
    by_name.refresh_from_db()
    by_contact.refresh_from_db()
    assert (by_name.keeper, by_name.keeper_phone, by_name.person_id) == ("＊", "", None)
    assert by_contact.person_id == kept


def test_a_dog_without_a_home_is_a_stray_until_it_has_one_and_is_never_deleted(boss, home):
    with pytest.raises(Invalid, match=r"community\.dog\.where"):
        made.dog(boss, home, place_id=None)
    stray = made.dog(boss, home, place_id=None, spot="南门草坪", name="")
    assert stray.state == "stray"
    with pytest.raises(Invalid, match=r"community\.dog\.home"):
        services.dog_state(actor=boss, dog_id=stray.pk, state="kept", on=TODAY, why="收养", at=AT)
    draft = services.DogDraft(breed="田园犬", size="small", place_id=home.homes[1])
    services.dog_change(actor=boss, dog_id=stray.pk, draft=draft, at=AT)
    services.dog_state(actor=boss, dog_id=stray.pk, state="died", on=TODAY, why="年老", at=AT)
    stray.refresh_from_db()
    assert (stray.state, stray.state_why) == ("died", "年老")
    with pytest.raises(Invalid, match=r"community\.dog\.vaccine"):
        made.dog(boss, home, vaccine_until=TODAY)


def test_each_term_is_reminded_of_once_the_keeper_or_else_the_group(boss, home, monkeypatch):
    soon = TODAY + timedelta(days=20)
    made.dog(
        boss,
        home,
        licence="A1",
        licence_until=soon,
        vaccinated_on=TODAY,
        vaccine_until=TODAY + timedelta(days=90),
    )
    made.dog(boss, home, licence="A2", licence_until=TODAY - timedelta(days=1))
    assert services.dogs_remind(at=AT) == 1
    assert services.dogs_remind(at=AT + timedelta(days=1)) == 0
    renewed = Dog.objects.get(licence="A1")
    Dog.objects.filter(pk=renewed.pk).update(licence_until=soon + timedelta(days=3))
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT + timedelta(days=2))
    jobs.remind_dogs(org_id=boss.org_id)
    assert [one[:2] for one in desk.heard("dog_licence")] == [("community.dog_licence", "group")] * 2


def test_a_breach_becomes_a_case_of_kind_violation_that_the_dog_lists_with_its_state(boss, home):
    row = made.dog(boss, home)
    draft = services.BreachDraft(community_id=home.community, label="遛犬不牵绳", dog_id=row.pk)
    case_id = services.breach_open(actor=boss, draft=draft, at=AT)
    view = cases.case_view(actor=boss, case_id=case_id, at=AT)
    assert (view.row.kind, view.fields["violation"], view.row.place_id) == ("violation", "pet", home.homes[0])
    (listed,) = cases_about(boss, dog_id=row.pk)
    assert (listed.id, listed.title, listed.is_closed) == (case_id, "遛犬不牵绳：豆豆（柴犬）", False)
    unknown = services.BreachDraft(community_id=home.community, label="犬便未清理", place_id=home.homes[1])
    other = services.breach_open(actor=boss, draft=unknown, at=AT)
    assert cases.case_view(actor=boss, case_id=other, at=AT).row.place_id == home.homes[1]


def test_a_ladder_goes_up_step_by_step_late_ones_are_known_and_a_closing_can_be_taken_back(boss, home):
    row = made.dog(boss, home)
    draft = measures.LadderDraft(title="屡次不牵绳", due_on=TODAY, dog_id=row.pk)
    ladder = measures.ladder_open(actor=boss, community_id=home.community, draft=draft, at=AT)
    with pytest.raises(Conflict, match=r"community\.dog\.no_record"):
        measures.ladder_close(actor=boss, ladder_id=ladder, outcome="改了", at=AT)
    talk = measures.StepDraft(step="talk", due_on=TODAY + timedelta(days=9))
    with pytest.raises(Invalid, match=r"community\.dog\.step_before"):
        measures.step_plan(actor=boss, ladder_id=ladder, draft=talk, at=AT)
    assert reads.ladder(boss, ladder, TODAY).late is False
    assert reads.ladder(boss, ladder, TODAY + timedelta(days=1)).late is True
    first = DogStep.objects.get()
    note = measures.StepNote(done_on=TODAY, said="上门发告知书", effect="口头答应", evidence=made.paper())
    measures.step_record(actor=boss, step_id=first.pk, note=note, at=AT)
    with pytest.raises(Conflict, match=r"community\.dog\.step_done"):
        measures.step_record(actor=boss, step_id=first.pk, note=note, at=AT)
    measures.step_plan(actor=boss, ladder_id=ladder, draft=talk, at=AT)
    ahead = measures.StepDraft(step="measure", due_on=TODAY, ahead="再次咬人，派出所要求")
    measures.step_plan(actor=boss, ladder_id=ladder, draft=ahead, at=AT)
    measures.ladder_close(actor=boss, ladder_id=ladder, outcome="已牵绳", at=AT)
    with pytest.raises(Conflict, match=r"community\.closed"):
        measures.step_plan(actor=boss, ladder_id=ladder, draft=talk, at=AT)
    acts.reopen(actor=boss, what="ladder", pk=ladder, reason="又犯", at=AT)
    assert DogLadder.objects.get().closed_on is None


def test_an_inspection_draws_its_list_from_the_register_and_closes_when_all_was_seen(boss, home):
    made.dog(boss, home)
    gone = made.dog(boss, home, name="走了")
    services.dog_state(actor=boss, dog_id=gone.pk, state="moved", on=TODAY, why="搬家", at=AT)
    draft = measures.InspectionDraft(title="冬季养犬检查", starts_on=TODAY, ends_on=TODAY, bodies="派出所")
    number = measures.campaign_open(actor=boss, community_id=home.community, draft=draft, at=AT)
    measures.line_add(actor=boss, campaign_id=number, place_id=home.homes[1], keeper=Who(), at=AT)
    first, second = DogCampaignLine.objects.order_by("pk")
    with pytest.raises(Invalid, match=r"community\.words"):
        bad = measures.CheckNote(result="unlicensed", checked_on=TODAY)
        measures.line_check(actor=boss, line_id=first.pk, note=bad, at=AT)
    bad = measures.CheckNote(result="unlicensed", checked_on=TODAY, found="未办证", handed="回执 3 号")
    measures.line_check(actor=boss, line_id=first.pk, note=bad, at=AT)
    with pytest.raises(Conflict, match=r"community\.dog\.pending"):
        measures.campaign_close(actor=boss, campaign_id=number, closing="完成", at=AT)
    measures.line_check(
        actor=boss, line_id=second.pk, note=measures.CheckNote(result="absent", checked_on=TODAY), at=AT
    )
    measures.campaign_close(actor=boss, campaign_id=number, closing="完成", at=AT)
    found = reads.tally(reads.inspection(boss, number))
    assert (found.listed, found.checked, found.faulty, found.absent, found.handed) == (2, 2, 1, 1, 1)


def test_without_the_right_nothing_changes_and_another_estate_is_not_even_there(boss, home, org):
    row = made.dog(boss, home)
    nobody = actors.Actor(org.pk, "路人")
    with pytest.raises(Forbidden):
        services.dog_state(actor=nobody, dog_id=row.pk, state="died", on=TODAY, why="x", at=AT)
    with pytest.raises(NotFound):
        services.dog_state(actor=boss, dog_id=999_999, state="died", on=TODAY, why="x", at=AT)
    with pytest.raises(NotFound):
        made.dog(boss, home, place_id=desk.home("橙园").homes[0])
    row.refresh_from_db()
    assert row.state == "kept" and Dog.objects.count() == 1


def test_a_dog_is_registered_breached_and_brought_up_the_ladder_on_the_pages(boss, home, login):
    client = login(RoleCode.SUPERVISOR)
    today = made.now_day().isoformat()
    page = f"?community={home.community}"
    refused = client.post(
        reverse("community:dog_new") + page, {"breed": "柯基", "size": "small", "sex": "male"}
    )
    assert refused.status_code == 422 and "出没地点" in refused.content.decode()
    typed = {
        "breed": "柯基",
        "size": "small",
        "sex": "male",
        "home": "101",
        "keeper": "宁女士",
        "keeper_phone": "13900002222",
    }
    saved = client.post(reverse("community:dog_new") + page, typed)
    row = Dog.objects.get()
    assert saved.status_code == 303 and row.place_id == home.homes[0]
    client.post(reverse("community:dog_breach", args=[row.pk]), {"what": "bite", "words": "电梯里"})
    shown = client.get(reverse("community:dog", args=[row.pk])).content.decode()
    assert "犬只伤人" in shown and "139****2222" in shown
    assert "13900002222" in client.post(reverse("community:dog_phone", args=[row.pk])).content.decode()
    opened = client.post(
        reverse("community:dog_ladder_new") + f"?dog={row.pk}",
        {"title": "咬人", "home": "101", "due_on": today},
    )
    ladder, step = DogLadder.objects.get(), DogStep.objects.get()
    assert opened.status_code == 303 and ladder.dog_id == row.pk
    early = client.post(
        reverse("community:dog_step_new", args=[ladder.pk]), {"step": "talk", "due_on": today}
    )
    assert early.status_code == 422 and DogStep.objects.count() == 1
    told = {"done_on": today, "said": "发告知书", "effect": "答应戴嘴套"}
    assert client.post(reverse("community:dog_step", args=[step.pk]), told).status_code == 303
    assert "答应戴嘴套" in client.get(reverse("community:dog_ladder", args=[ladder.pk])).content.decode()
    client.post(reverse("community:dog_ladder_close", args=[ladder.pk]), {"outcome": "已改"})
    client.post(reverse("community:dog_ladder_reopen", args=[ladder.pk]), {"reason": "又犯"})
    assert DogLadder.objects.get().closed_on is None
    assert made.is_pdf(client.get(reverse("community:dog_ladder_paper", args=[ladder.pk])))
    assert (
        client.post(reverse("community:dog_edit", args=[row.pk]), {**typed, "name": "年糕"}).status_code
        == 303
    )
    for query in ("", "?licence=lacking&vaccine=soon", "?forbidden=1&q=年糕"):
        assert client.get(reverse("community:dogs") + query).status_code == 200
    assert client.get(reverse("community:dogs") + "?export=xlsx").status_code == 200
    worker = login(RoleCode.WORKER, username="worker7")
    assert worker.get(reverse("community:dogs")).status_code == 403
    assert (
        worker.post(reverse("community:dog_new") + page, typed).status_code == 403
        and Dog.objects.count() == 1
    )


def test_an_inspection_runs_on_the_pages_and_prints_and_the_desk_only_reads(boss, home, login):
    made.dog(boss, home)
    client = login(RoleCode.SUPERVISOR)
    today = made.now_day().isoformat()
    asked = {"title": "冬季检查", "starts_on": today, "ends_on": today, "bodies": "派出所"}
    client.post(reverse("community:dog_inspection_new") + f"?community={home.community}", asked)
    line = DogCampaignLine.objects.get()
    number = line.campaign_id
    client.post(reverse("community:dog_inspection_home", args=[number]), {"home": "102"})
    assert DogCampaignLine.objects.count() == 2
    client.post(reverse("community:dog_line", args=[line.pk]), {"result": "fit", "checked_on": today})
    page = client.get(reverse("community:dog_inspection", args=[number]))
    assert (
        "合格" in page.content.decode()
        and client.get(reverse("community:dog_inspections")).status_code == 200
    )
    early = client.post(reverse("community:dog_inspection_close", args=[number]), {"closing": "完"})
    assert early.status_code == 409
    assert made.is_pdf(client.get(reverse("community:dog_inspection_paper", args=[number])))
    assert client.get(reverse("community:dog_inspection", args=[number]) + "?export=xlsx").status_code == 200
    desk_ = login(RoleCode.FRONTDESK, username="desk7")
    assert desk_.get(reverse("community:dog_line", args=[line.pk])).status_code == 200
    assert (
        desk_.post(
            reverse("community:dog_line", args=[line.pk]), {"result": "absent", "checked_on": today}
        ).status_code
        == 403
    )
    line.refresh_from_db()
    assert line.result == "fit"
