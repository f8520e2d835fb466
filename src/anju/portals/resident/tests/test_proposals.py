"""Proposals on a resident's phone: proposed once, seen when published, supported once for each home."""

from __future__ import annotations

from django.utils import timezone

from anju.engines.cases import facade as cases
from anju.modules.community import facade as community
from anju.portals.resident.tests import factories

PAGE = "/home/proposals/"


def propose(client, key="k1", title="地库加装反光镜"):
    return client.post(PAGE, {"title": title, "text": "转弯处看不清", "key": key})


def published(boss, place, title="周末开放羽毛球场"):
    draft = community.ProposalDraft(title=title, text="", origin="desk")
    return community.proposal_raise(
        actor=boss, community_id=place.community_id, draft=draft, at=timezone.now(), published=True
    )


def test_a_proposal_is_a_case_of_its_own_reporter_and_waits_for_the_desk(chen, boss, place):
    assert propose(chen).status_code == 302
    assert propose(chen).status_code == 302
    (row,) = cases.rows(cases.reported(person_id=chen.person_id))
    assert (row.kind, row.channel, row.place_id) == ("suggestion", "app", place.id)
    assert "地库加装反光镜" not in chen.get(PAGE).content.decode()
    assert propose(chen, "k2", "").status_code == 422
    assert "地库加装反光镜" in chen.get("/home/cases/").content.decode()


def test_a_home_supports_once_whoever_of_it_does_and_may_take_it_back(chen, boss, place):
    made = published(boss, place)
    address = f"{PAGE}{made}/support/"
    partner = factories.resident(boss, place, "陈先生", "13900002222", factories.TieKind.FAMILY)
    assert chen.post(address).status_code == 302
    assert partner.post(address).status_code == 409
    assert "您家已附议" in partner.get(PAGE).content.decode()
    chen.post(address, {"drop": "1"})
    (shown,) = community.proposals_for(place.community_id, place.id, timezone.now())
    assert (shown.supports, shown.mine) == (0, False)


def test_another_communitys_proposals_are_not_there(chen, boss):
    other = factories.home(boss, factories.community(boss, "LY", "兰园"))
    made = published(boss, other, "兰园的建议")
    assert "兰园的建议" not in chen.get(PAGE).content.decode()
    assert chen.post(f"{PAGE}{made}/support/").status_code == 404
    assert chen.get("/home/").content.decode().count(PAGE) == 1


def test_an_answer_is_read_by_all_and_ends_the_support(chen, boss, place):
    made = published(boss, place)
    community.proposal_answer(
        actor=boss, proposal_id=made, decision="declined", answer="场地须留作消防通道", at=timezone.now()
    )
    page = chen.get(PAGE).content.decode()
    assert "场地须留作消防通道" in page and "不采纳" in page
    assert chen.post(f"{PAGE}{made}/support/").status_code == 409
