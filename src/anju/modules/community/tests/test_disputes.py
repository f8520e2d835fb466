"""The ledger of disputes and etiquette checks."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.apps import apps
from django.urls import reverse
from PIL import Image

from anju.engines.cases.contracts import CaseDraft, Reporter
from anju.foundation import registry
from anju.foundation.permissions import RoleCode
from anju.kernel.errors import Conflict, Invalid, NotFound
from anju.modules.community import models as m
from anju.modules.community.queries import disputes as reads
from anju.modules.community.queries import etiquette, safety_settings
from anju.modules.community.services import at_safety as safety
from anju.modules.community.services.disputes import person_follow, person_forget
from anju.modules.frontdesk import facade as frontdesk
from anju.modules.frontdesk.tests import factories as desk

NOW = desk.NOW
TODAY = date(2026, 3, 10)
DAY = timedelta(days=1)
PAPER = safety.Upload("agreement.pdf", b"%PDF-1.4 signed")


@pytest.fixture
def home(org, boss, time_machine):
    time_machine.move_to(NOW, tick=False)
    return desk.home()


@pytest.fixture
def owner(home):
    """A person who owns the first home."""
    person = apps.get_model("people", "Person").objects.create(name="何静", created_at=NOW)
    apps.get_model("people", "HomeTie").objects.create(
        community_id=home.community, place_id=home.homes[0], person=person, kind="owner", starts_on=TODAY - DAY,
        share_numerator=1, share_denominator=1,
    )  # fmt: skip
    return person


def dispute(boss, home, **given):
    values = {
        "subject": "楼上漏水赔偿", "text": "客厅顶棚渗水，双方对赔偿金额有分歧", "level": "ordinary", "mediation": "people",
        "tier": "community", "mediator": "社区调解委员会", "opened_on": TODAY, **given,
    }  # fmt: skip
    return safety.dispute_save(
        actor=boss, community_id=home.community, draft=safety.DisputeDraft(**values), on=TODAY, at=NOW
    )


def mediated(boss, dispute_id, *tiers):
    draft = safety.SessionDraft(at=NOW, place="调解室", mediators="社区调解员", record="双方同意各让一步")
    safety.session_add(actor=boss, dispute_id=dispute_id, draft=draft, at=NOW)
    for tier in tiers:
        safety.report_note(actor=boss, dispute_id=dispute_id, tier=tier, to="值班室", told_at=NOW, at=NOW)


def end(boss, dispute_id, state="agreed", agreement=PAPER):
    draft = safety.EndDraft(state=state, outcome="赔偿一半", agreement=agreement, follow_on=TODAY + DAY)
    safety.dispute_end(actor=boss, dispute_id=dispute_id, draft=draft, on=TODAY, at=NOW)


def test_an_ordinary_dispute_goes_from_entry_to_follow_up(boss, home, owner):
    made = dispute(boss, home)
    safety.party_add(actor=boss, dispute_id=made, name="何静", place_id=home.homes[0], at=NOW)
    safety.party_add(actor=boss, dispute_id=made, name="楼上住户", place_id=home.homes[1], at=NOW)
    row = m.Dispute.objects.get()
    assert row.number == "JF2026-00001"
    assert [one.person_id for one in reads.parties(row)] == [owner.pk, None]
    assert row.missing == ("community", "street", "district")
    mediated(boss, made, "community", "street")
    with pytest.raises(Conflict, match=r"community\.dispute\.unreported"):
        end(boss, made)
    safety.report_note(actor=boss, dispute_id=made, tier="district", to="区住建局", told_at=NOW, at=NOW)
    with pytest.raises(Conflict, match=r"community\.dispute\.told"):
        safety.report_note(actor=boss, dispute_id=made, tier="district", to="区", told_at=NOW, at=NOW)
    with pytest.raises(Invalid, match=r"community\.dispute\.agreement"):
        end(boss, made, agreement=None)
    end(boss, made)
    with pytest.raises(Conflict, match=r"community\.dispute\.over"):
        safety.party_add(actor=boss, dispute_id=made, name="又一人", at=NOW)
    safety.dispute_follow(actor=boss, dispute_id=made, words="已付清", on=TODAY, at=NOW)
    row.refresh_from_db()
    assert (row.state, row.follow_up, row.missing) == ("agreed", "已付清", ())


def test_a_serious_dispute_goes_to_the_district_and_the_city(boss, home):
    with pytest.raises(Invalid, match=r"community\.dispute\.tier"):
        dispute(boss, home, level="serious")
    made = dispute(boss, home, level="serious", tier="district", mediation="administrative")
    mediated(boss, made, "district", "city")
    end(boss, made, "failed", None)
    assert m.Dispute.objects.get().state == "failed"


def test_what_the_parties_said_is_not_readable_in_the_database_nor_in_the_audit(boss, home):
    from django.db import connection

    made = dispute(boss, home)
    safety.party_add(actor=boss, dispute_id=made, name="何静", claim="赔三千元", at=NOW)
    with connection.cursor() as cursor:
        cursor.execute(
            "select d.text || p.name || p.claim from community_dispute d join community_disputeparty p on true"
        )
        sealed = cursor.fetchone()[0]
        cursor.execute("select string_agg(coalesce(after::text, ''), '') from foundation_auditentry")
        audited = cursor.fetchone()[0]
    for word in ("何静", "三千", "顶棚"):
        assert word not in sealed and word not in audited


def test_a_dispute_began_as_a_complaint_of_the_same_community(boss, home):
    other = desk.home("梅园")
    ids = [
        frontdesk.report(actor=boss, draft=desk.draft(one, kind="complaint", fields={"class": "neighbour"}), at=NOW).case_id
        for one in (home, other)
    ]  # fmt: skip
    assert [pk for pk, _label in reads.case_choices(boss, home.community)] == ids[:1]
    with pytest.raises(NotFound):
        dispute(boss, home, case_id=ids[1])
    made = dispute(boss, home, case_id=ids[0])
    assert m.Dispute.objects.get(pk=made).case_id == ids[0]


def test_parties_follow_a_merge_and_are_forgotten_when_it_is_over(boss, home, owner):
    kept = apps.get_model("people", "Person").objects.create(name="何静", created_at=NOW)
    made = dispute(boss, home)
    safety.party_add(actor=boss, dispute_id=made, name="何静", claim="赔偿", place_id=home.homes[0], at=NOW)
    person_follow(gone_id=owner.pk, kept_id=kept.pk)
    assert m.DisputeParty.objects.get().person_id == kept.pk
    assert len(reads.kept_of(kept.pk, TODAY)) == 1
    assert reads.copy_of(kept.pk)[0].rows[0]["claim"] == "赔偿"
    assert person_forget(boss, kept.pk, NOW) == 0
    end(boss, made, "withdrawn", None)
    assert reads.kept_of(kept.pk, TODAY) == ()
    assert [person_forget(boss, kept.pk, NOW) for _again in range(2)] == [1, 0]
    party = m.DisputeParty.objects.get()
    assert (party.name, party.claim, party.person_id, party.place_id) == ("＊", "", None, None)


def test_the_pages_of_a_dispute_open_and_print_and_its_papers_are_audited(boss, home, owner, login):
    client = login(RoleCode.MANAGER)
    told = {
        "subject": "噪声", "opened_on": "2026-03-10", "level": "serious", "mediation": "people", "tier": "street",
        "mediator": "街道", "text": "夜间施工",
    }  # fmt: skip
    refused = client.post(reverse("community:dispute_new"), told)
    assert refused.status_code == 422 and "区（县）以上" in refused.content.decode()
    assert client.post(reverse("community:dispute_new"), {**told, "level": "ordinary"}).status_code == 303
    row = m.Dispute.objects.get()
    client.post(
        reverse("community:dispute_party_new", args=[row.pk]),
        {"name": "何静", "home": "101", "claim": "停工"},
    )
    assert m.DisputeParty.objects.get().person_id == owner.pk
    for name in (
        "dispute",
        "dispute_edit",
        "dispute_party_new",
        "dispute_report",
        "dispute_session",
        "dispute_end",
        "dispute_follow",
    ):
        assert client.get(reverse(f"community:{name}", args=[row.pk])).status_code == 200, name
    assert "何静" in client.get(reverse("community:disputes")).content.decode()
    paper = client.get(reverse("community:dispute_record", args=[row.pk]))
    assert b"".join(paper.streaming_content).startswith(b"%PDF")
    sheet = client.get(reverse("community:disputes") + "?export=xlsx")
    assert b"".join(sheet.streaming_content).startswith(b"PK")
    log = apps.get_model("foundation", "AuditEntry")
    assert log.objects.filter(action="community.dispute.exported").count() == 2


@pytest.mark.parametrize("role", [RoleCode.FRONTDESK, RoleCode.SUPERVISOR, RoleCode.WORKER])
def test_disputes_and_their_papers_are_for_few(boss, home, login, role):
    made = dispute(boss, home)
    mediated(boss, made, "community", "street", "district")
    end(boss, made)
    client = login(role)
    token = m.Dispute.objects.get().agreement.token
    assert client.get(reverse("community:dispute", args=[made])).status_code == 403
    assert client.get(reverse("file", args=[token])).status_code == 403
    assert client.post(reverse("community:dispute_follow", args=[made]), {"words": "看看"}).status_code == 403
    assert not m.Dispute.objects.get().followed_on


def test_the_leader_reads_disputes_and_writes_none(boss, home, login):
    made = dispute(boss, home)
    client = login(RoleCode.LEADER)
    assert client.get(reverse("community:dispute", args=[made])).status_code == 200
    assert client.post(reverse("community:dispute_session", args=[made]), {}).status_code == 403


def checked(boss, home, failing=(), about="person", **given):
    items = etiquette.items(about, home.community).items
    answers = {one.key: "not_ok" if one.label in failing else "ok" for one in items}
    words = {one.key: "没有佩戴" for one in items if one.label in failing}
    values = {
        "about": about, "on": TODAY, "answers": answers, "words": words,
        "staff_id": home.desk[0] if about == "person" else None, "spot": "" if about == "person" else "服务大厅", **given,
    }  # fmt: skip
    draft = safety.CheckDraft(**values)
    return safety.check_record(actor=boss, community_id=home.community, draft=draft, today=TODAY, at=NOW)


def test_a_check_asks_every_item_and_what_failed_is_checked_until_it_passes(boss, home):
    registry.change(
        actor=boss,
        setting=safety_settings.PERSON_ITEMS,
        new="着装；工号牌；用语",
        community_id=home.community,
    )
    made = checked(boss, home, failing=("着装", "工号牌"))
    checked(boss, home, about="reception")
    row = m.EtiquetteCheck.objects.get(pk=made)
    assert row.due_on == TODAY + 3 * DAY
    month = etiquette.month(home.community, TODAY)
    assert (month.checks, month.asked, month.passed, month.waiting) == (2, 10, 8, 2)
    first, second = row.results.filter(passed=False).order_by("position")
    left = safety.check_again(
        actor=boss, check_id=made, passed={first.pk: True}, words="已换工装", on=TODAY + DAY, at=NOW + DAY
    )
    assert left == 1
    assert safety.check_again(
        actor=boss, check_id=made, passed={second.pk: True}, words="已佩戴", on=TODAY + 2 * DAY, at=NOW + 2 * DAY
    ) == 0  # fmt: skip
    with pytest.raises(Conflict, match=r"community\.etiquette\.fixed"):
        safety.check_again(actor=boss, check_id=made, passed={}, words="再看", on=TODAY, at=NOW)
    assert [one.tries for one in row.results.filter(passed=False).order_by("position")] == [1, 2]
    assert etiquette.month(home.community, TODAY).share == 0.8


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"answers": {"item1": "ok"}}, "community.etiquette.missing"),
        ({"answers": {"item1": "perhaps"}}, "schedule.answer.not_a_mark"),
        ({"on": TODAY + DAY}, "community.safety.future"),
        ({"words": {}}, "community.etiquette.why"),
        ({"about": "reception", "spot": " "}, "community.safety.words"),
    ],
)
def test_a_check_that_says_too_little_is_refused(boss, home, given, code):
    label = etiquette.items("person", home.community).items[0].label
    with pytest.raises(Invalid) as refused:
        checked(boss, home, failing=(label,), **given)
    assert refused.value.code == code
    assert not m.EtiquetteResult.objects.exists()


def test_the_pages_of_etiquette_take_words_photos_and_print(boss, home, login):
    client = login(RoleCode.SUPERVISOR)
    page = reverse("community:etiquette_new", args=["reception"])
    items = etiquette.items("reception", home.community).items
    told = {
        "on": "2026-03-10",
        "spot": "服务大厅",
        **{one.key: "ok" for one in items},
        items[0].key: "not_ok",
    }
    refused = client.post(page, told)
    assert refused.status_code == 422 and "请写明情况" in refused.content.decode()
    shot = BytesIO()
    Image.new("RGB", (8, 8), "red").save(shot, "PNG")
    shot.seek(0)
    shot.name = "p.png"
    told |= {f"words_{items[0].key}": "执照被遮挡", f"photo_{items[0].key}": shot}
    assert client.post(page, told).status_code == 303
    row = m.EtiquetteCheck.objects.get()
    assert row.results.get(passed=False).photo is not None
    again = reverse("community:etiquette_again", args=[row.pk])
    for path in (
        page, reverse("community:etiquette_new", args=["person"]), again, reverse("community:etiquette"),
        reverse("community:etiquette_check", args=[row.pk]), reverse("community:etiquette") + "?state=open",
    ):  # fmt: skip
        assert client.get(path).status_code == 200, path
    assert client.get(reverse("community:etiquette_new", args=["other"])).status_code == 404
    client.post(again, {"passed": [row.results.get(passed=False).pk], "words": "已移开"})
    assert row.results.get(passed=False).fixed_on == TODAY
    paper = client.get(reverse("community:etiquette_report"))
    assert b"".join(paper.streaming_content).startswith(b"%PDF")


def _complaint(boss, home, owner):
    reporter = Reporter(person_id=owner.pk, name="何静", phone="13800002222")
    draft = CaseDraft(
        kind="complaint", community_id=home.community, title="楼上深夜噪声", words="每晚十一点后有重物声", place_id=home.homes[0],
        reporter=reporter,
    )  # fmt: skip
    return frontdesk.report(actor=boss, draft=draft, at=NOW).case_id


def test_a_complaint_becomes_a_dispute_with_its_words_home_and_complainant(login, boss, home, owner):
    client, case_id = login(RoleCode.MANAGER), _complaint(boss, home, owner)
    case_page = reverse("frontdesk:case", args=[case_id])
    link = f"{reverse('community:dispute_new')}?community={home.community}&amp;case={case_id}"
    assert link in client.get(case_page).content.decode()
    form = client.get(link.replace("&amp;", "&")).content.decode()
    assert 'value="楼上深夜噪声"' in form and "每晚十一点后有重物声" in form
    key = f"{owner.pk}-{home.homes[0]}"
    assert f'value="{key}" checked' in form
    told = {
        "subject": "楼上深夜噪声", "opened_on": "2026-03-10", "level": "ordinary", "mediation": "people", "tier": "community",
        "mediator": "居委会", "text": "每晚有声", "case": case_id, "party": "何静", "party_person": key, "other": "楼上租客",
    }  # fmt: skip
    made = client.post(link.replace("&amp;", "&"), told)
    assert made.status_code == 303
    row = m.Dispute.objects.get()
    assert row.case_id == case_id
    assert [(one.name, one.person_id) for one in reads.parties(row)] == [
        ("何静", owner.pk),
        ("楼上租客", None),
    ]
    assert case_page in client.get(reverse("community:dispute", args=[row.pk])).content.decode()
    shown = client.get(case_page).content.decode()
    assert row.number in shown and link not in shown


def test_the_desk_sees_no_dispute_on_the_case_and_a_case_of_elsewhere_begins_none(login, boss, home, owner):
    case_id = _complaint(boss, home, owner)
    other = desk.home("橙园")
    dispute(boss, home, case_id=case_id)
    page = login(RoleCode.FRONTDESK, username="desk8").get(reverse("frontdesk:case", args=[case_id]))
    assert "JF2026-00001" not in page.content.decode()
    client = login(RoleCode.MANAGER, username="boss8")
    url = f"{reverse('community:dispute_new')}?community={other.community}&case={case_id}"
    assert client.get(url).status_code == 404


def test_who_enters_a_dispute_looks_after_it_unless_another_is_named(boss, home):
    assert m.Dispute.objects.get(pk=dispute(boss, home)).staff_id is None
    made = dispute(boss, home, staff_id=home.desk[0])
    assert m.Dispute.objects.get(pk=made).staff_id == home.desk[0]
    with pytest.raises(NotFound, match=r"people\.staff\.missing"):
        dispute(boss, home, staff_id=987_654)
