"""Return visits nobody can choose, the supervisor's sample, and campaigns of visits."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from anju.engines.cases import facade as cases
from anju.engines.scores import facade as scores
from anju.foundation.permissions import RoleCode
from anju.kernel.errors import Conflict, Invalid, NotFound
from anju.modules.community.models import CampaignHome, Improvement, SupervisorSample, VisitCampaign
from anju.modules.community.queries import campaigns as campaign_reads
from anju.modules.community.queries import returns as reads
from anju.modules.community.services import campaigns, improving, returns
from anju.modules.community.tests import factories as made
from anju.modules.community.tests.factories import AT, TODAY
from anju.modules.frontdesk import facade as frontdesk
from anju.modules.frontdesk.tests import factories as desk
from anju.modules.people import facade as people

NOW = desk.NOW
NIGHT = NOW + timedelta(hours=15)
LATER = NOW + timedelta(days=30)


@pytest.fixture
def settled(boss):
    """Four repairs done by an engineer, with the draw of that night held."""
    home = desk.home()
    ids = [done(boss, home, severity=3 if n == 0 else 2) for n in range(4)]
    cases.returns_draw(at=NIGHT)
    return home, ids


def done(boss, home, severity=2):
    opened = frontdesk.report(actor=boss, draft=desk.draft(home, severity=severity), at=NOW)
    at = NOW + timedelta(minutes=10)
    cases.visit_start(actor=boss, case_id=opened.case_id, staff_id=home.engineers[0], at=at)
    visit = cases.case_view(actor=boss, case_id=opened.case_id, at=at).visits[0].id
    cases.visit_end(actor=boss, visit_id=visit, at=at + timedelta(minutes=20))
    desk.photo(boss, opened.case_id, at=at + timedelta(minutes=21))
    desk.move(boss, opened.case_id, "finish", at=at + timedelta(minutes=22))
    return opened.case_id


def test_the_list_holds_what_was_drawn_all_serious_ones_and_half_of_the_others(boss, settled):
    _home, ids = settled
    waiting = list(reads.due(boss))
    assert ids[0] in {one.case_id for one in waiting}
    assert len(waiting) == 3


def test_an_answer_counts_and_dissatisfaction_opens_the_case_again(boss, settled):
    home, _ids = settled
    first, second, _third = list(reads.due(boss))
    with pytest.raises(Invalid, match=r"cases\.words"):
        returns.visit_record(actor=boss, return_id=first.pk, outcome="dissatisfied", words="", at=NIGHT)
    returns.visit_record(actor=boss, return_id=first.pk, outcome="satisfied", words="", at=NIGHT)
    returns.visit_record(actor=boss, return_id=second.pk, outcome="dissatisfied", words="又漏了", at=NIGHT)
    state = cases.case_view(actor=boss, case_id=second.case_id, at=NIGHT).row.state
    assert state == "working"
    whole = reads.month(boss, home.community, date(2026, 3, 1))[0]
    assert (whole.settled, whole.visited, whole.satisfied) == (4, 2, 1)
    rate = scores.figure("frontdesk.return_rate", home.community, date(2026, 3, 1), LATER)
    assert rate.value == 50


def test_draws_are_shown_and_proven_by_computing_them_again(boss, settled, login):
    client = login(RoleCode.FRONTDESK)
    held = next(one for one in reads.draws(boss) if one["held_at"] is not None and one["population"])
    page = client.get(reverse("community:draws")).content.decode()
    assert held["commitment"] in page
    proof = client.post(reverse("community:draw_prove", args=[held["id"]]), follow=True).content.decode()
    assert "重算一致" in proof


def test_who_worked_on_a_case_may_not_visit_it(org, boss, settled, login):
    home, _ids = settled
    client = login(RoleCode.SUPERVISOR)
    people.login_link(actor=boss, staff_id=home.engineers[0], user_id=client.user.pk, at=NOW)
    visit = reads.due(boss).first()
    answer = client.post(reverse("community:return", args=[visit.pk]), {"outcome": "satisfied", "words": ""})
    assert answer.status_code == 409
    assert "不能回访自己的工作" in answer.content.decode()
    visit.refresh_from_db()
    assert visit.done_at is None


def test_the_supervisors_sample_is_drawn_once_and_anybody_can_rank_again(boss, settled):
    home, _ids = settled
    month = date(2026, 3, 1)
    with pytest.raises(Conflict, match=r"community\.sample\.early"):
        returns.sample_draw(actor=boss, community_id=home.community, month=month, at=NIGHT)
    returns.sample_draw(actor=boss, community_id=home.community, month=month, at=LATER)
    row = SupervisorSample.objects.get()
    assert len(row.population) == 4 and len(row.numbers) == 1
    assert reads.sample_proven(row, 10)
    row.numbers = [one for one in row.population if one not in row.numbers][:1]
    assert not reads.sample_proven(row, 10)
    with pytest.raises(Conflict, match=r"community\.sample\.drawn"):
        returns.sample_draw(actor=boss, community_id=home.community, month=month, at=LATER)


def test_the_pages_of_return_visits_open_and_print(boss, settled, login):
    home, _ids = settled
    client = login(RoleCode.SUPERVISOR)
    visit = reads.due(boss).first()
    assert "待回访" in client.get(reverse("community:returns")).content.decode()
    assert "通话话术" in client.get(reverse("community:return", args=[visit.pk])).content.decode()
    asked = {"community": home.community, "month": "2026-03"}
    assert "其中严重" in client.get(reverse("community:returns_month"), asked).content.decode()
    assert client.get(reverse("community:returns_report"), asked).status_code == 200
    drawn = client.post(reverse("community:sample_draw") + f"?community={home.community}&month=2026-03")
    assert drawn.status_code == 302 and SupervisorSample.objects.exists()
    worker = login(RoleCode.WORKER, username="worker9")
    assert worker.get(reverse("community:returns")).status_code == 403


@pytest.fixture
def campaign(boss, org, monkeypatch):
    top, _blocks, homes = made.community()
    listed = [(one.pk, one.parent_id, f"住户{n}") for n, one in enumerate(homes)]
    monkeypatch.setattr(campaign_reads, "population", lambda *_asked: listed)
    draft = campaigns.CampaignDraft(
        title="秋季走访", target="residents", percent=60, starts_on=TODAY, ends_on=TODAY + timedelta(days=9)
    )
    number = campaigns.campaign_create(actor=boss, community_id=top.pk, draft=draft, on=TODAY, at=AT)
    return VisitCampaign.objects.get(pk=number)


def test_a_campaign_reaches_its_share_by_homes_where_somebody_was_met(boss, campaign):
    homes = list(CampaignHome.objects.order_by("pk"))
    for number, one in enumerate(homes[:5]):
        note = campaigns.VisitNote(
            outcome="unreached" if number == 4 else "satisfied", proposal="加装充电桩" if number == 0 else ""
        )
        campaigns.visit_record(actor=boss, home_id=one.pk, note=note, visited_at=AT, at=AT)
    found = campaign_reads.coverage(campaign)
    assert (found.homes, found.visited, found.needed, found.is_reached) == (6, 4, 4, True)
    share = scores.figure("community.residents_visited", campaign.community_id, date(2026, 11, 1), AT)
    assert (share.observation.numerator, share.observation.denominator) == (4, 6)
    said = Improvement.objects.get()
    assert (said.text, said.reasonable) == ("加装充电桩", None)
    improving.improvement_judge(actor=boss, improvement_id=said.pk, reasonable=True, at=AT)
    with pytest.raises(Conflict, match=r"community\.campaign\.visited"):
        campaigns.visit_record(
            actor=boss, home_id=homes[0].pk, note=campaigns.VisitNote(outcome="fair"), visited_at=AT, at=AT
        )


def test_a_campaign_without_homes_and_a_visit_in_the_future_are_refused(boss, campaign):
    home = CampaignHome.objects.first()
    with pytest.raises(Invalid, match=r"community\.campaign\.moment"):
        campaigns.visit_record(
            actor=boss,
            home_id=home.pk,
            note=campaigns.VisitNote(outcome="fair"),
            visited_at=AT + timedelta(days=1),
            at=AT,
        )
    campaigns.campaign_close(actor=boss, campaign_id=campaign.pk, at=AT)
    with pytest.raises(Conflict, match=r"community\.campaign\.closed"):
        campaigns.visit_record(
            actor=boss, home_id=home.pk, note=campaigns.VisitNote(outcome="fair"), visited_at=AT, at=AT
        )
    with pytest.raises(NotFound):
        campaigns.campaign_close(actor=boss, campaign_id=999_999, at=AT)


def test_an_estate_without_registered_homes_has_no_population(boss, org):
    top, _blocks, _homes = made.community()
    assert campaign_reads.population(top.pk, "residents", TODAY) == []


def test_the_pages_of_campaigns_open_record_and_print(boss, campaign, login):
    client = login(RoleCode.SUPERVISOR)
    home = CampaignHome.objects.first()
    assert client.get(reverse("community:campaigns")).status_code == 200
    assert client.get(reverse("community:campaign_new")).status_code == 200
    page = client.get(reverse("community:campaign", args=[campaign.pk])).content.decode()
    assert "走访率" in page
    saved = client.post(
        reverse("community:home_visit", args=[home.pk]),
        {"outcome": "satisfied", "visited_at": "2026-11-10T10:00", "needs": "", "proposal": ""},
    )
    assert saved.status_code in (302, 303)
    assert client.get(reverse("community:campaign_report", args=[campaign.pk])).status_code == 200
    worker = login(RoleCode.WORKER, username="worker8")
    assert worker.post(reverse("community:home_visit", args=[home.pk]), {}).status_code == 403
