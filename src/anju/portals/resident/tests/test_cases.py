"""What a resident reports, sees and may do; and that nobody else's is there for him."""

from __future__ import annotations

import base64
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import ItemDraft, Move, PhotoDraft
from anju.foundation import actors, audit
from anju.foundation.accounts import residents
from anju.foundation.audit.models import AuditEntry
from anju.modules.people import facade as people
from anju.modules.people.contracts import StaffDraft
from anju.portals.resident.tests import factories

NOW = timezone.now


def picture(name="a.jpg", form="JPEG"):
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "#c96").save(out, form)
    return SimpleUploadedFile(name, out.getvalue(), f"image/{form.lower()}")


def rows():
    from anju.engines.cases.models import Case

    return Case.objects.all()


def view(boss, case_id):
    return cases.case_view(actor=boss, case_id=case_id, at=NOW())


def report(client, kind="repair", **data):
    sent = {"words": "厨房水槽下面在滴水", "key": factories.key(), **data}
    return client.post(f"/home/report/{kind}/", sent)


@pytest.fixture
def engineer(boss, garden):
    department = people.department_save(
        actor=boss, draft=people.DepartmentDraft(name="工程部", domain="engineering"), at=factories.AT
    )
    draft = StaffDraft(name="王立", number="G07", department_id=department, community_id=garden.id)
    return people.staff_create(actor=boss, draft=draft, at=factories.AT)


def worked(boss, case_id, engineer, *, done=True):
    """Bring a repair to "done": assigned, arrived, shown after, finished."""
    at = NOW()
    cases.case_assign(actor=boss, case_id=case_id, staff_id=engineer, at=at)
    cases.visit_start(actor=boss, case_id=case_id, staff_id=engineer, at=at)
    if done:
        photo = PhotoDraft(name="b.jpg", data=picture().read(), role="after")
        cases.photo_add(actor=boss, case_id=case_id, photo=photo, at=at)
        cases.case_move(actor=boss, case_id=case_id, move=Move(transition="finish"), at=at)


def test_a_report_becomes_a_case_with_place_picture_and_reporter(chen, boss, place):
    answer = report(chen, trade="water", photo=picture(), place=place.id)
    row = rows().get()
    assert answer.headers["Location"] == f"/home/cases/{row.pk}/"
    assert (row.kind, row.place_id, row.channel, row.reporter_user_id) == (
        "repair",
        place.id,
        "app",
        chen.user.pk,
    )
    assert row.fields == {"trade": "water", "area": "home"}
    assert [one.role for one in view(boss, row.pk).photos] == ["before"]
    page = chen.get(answer.headers["Location"]).content.decode()
    assert "厨房水槽下面在滴水" in page and row.number in page


def test_the_same_key_makes_one_case_however_often_it_is_sent(chen):
    key = factories.key()
    for _each in range(3):
        answer = chen.post(
            "/home/report/repair/",
            {"words": "漏水", "key": key, "photo": picture()},
            HTTP_ACCEPT="application/json",
        )
        assert answer.status_code == 200
    assert answer.json()["repeated"] and rows().count() == 1
    assert rows().get().photos.count() == 1


def test_a_report_without_words_picture_or_voice_is_refused_and_keeps_what_was_chosen(chen):
    answer = report(chen, words=" ", trade="door")
    assert answer.status_code == 422 and not rows().exists()
    assert 'value="door" checked' in answer.content.decode()


def test_a_voice_alone_is_enough_and_is_played_back_to_its_speaker_only(chen, boss, place):
    voice = SimpleUploadedFile("voice.weba", b"\x1aE\xdf\xa3" + b"0" * 200, "audio/webm")
    report(chen, words="", voice=voice)
    row = rows().get()
    assert row.title == "语音报事"
    (kept,) = view(boss, row.pk).photos
    answer = chen.get(f"/home/cases/{row.pk}/file/{kept.token}/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "audio/webm")
    neighbour = factories.resident(
        boss, place, name="邻居", phone="13900003333", kind=factories.TieKind.FAMILY
    )
    assert neighbour.get(f"/home/cases/{row.pk}/file/{kept.token}/").status_code == 404
    assert chen.get(f"/files/{kept.token}/").status_code == 302


def test_lift_entrapment_becomes_a_call_for_help_that_rings(chen):
    report(chen, "help", danger="lift", words="我被困在 3 号楼电梯")
    row = rows().get()
    assert (row.kind, row.fields["trapped"]) == ("help", True)


def test_an_anonymous_complaint_keeps_nobodys_name(chen):
    answer = report(chen, "complaint", anonymous="1", words="楼上深夜装修", **{"class": "noise"})
    row = rows().get()
    assert (row.person_id, row.reporter_user_id, row.contact_digest, row.opened_by) == (None, None, "", None)
    assert str(chen.user.pk) not in row.key.split(":")
    assert AuditEntry.objects.filter(actor_id=chen.user.pk, action__startswith="cases.").count() == 0
    assert "楼上深夜装修" in Client().get(answer.headers["Location"]).content.decode()


def test_a_sentence_leads_to_the_form_it_belongs_to(chen):
    answer = chen.get("/home/report/?q=厨房水管漏水了")
    assert answer.headers["Location"].startswith("/home/report/repair/?words=")
    assert "厨房水管漏水了" in chen.get(answer.headers["Location"]).content.decode()


@pytest.mark.parametrize("kind", ["repair", "complaint", "enquiry", "help", "suggestion", "praise"])
def test_every_tile_opens_its_form_and_takes_a_report(chen, kind):
    assert chen.get(f"/home/report/{kind}/").status_code == 200
    assert report(chen, kind, words="一件事").status_code == 302
    assert rows().get().kind == kind


def test_kinds_of_the_staff_are_no_tiles(chen):
    assert report(chen, "legacy").status_code == 404
    assert not rows().exists()


def test_a_place_of_somebody_else_is_not_his_to_report_from(chen, boss, garden):
    foreign = factories.home(boss, garden, building="9", number="901")
    far = factories.public_place(boss, factories.community(boss, code="QY", name="晴园"))
    for place in (foreign, far):
        assert report(chen, place=place.id).status_code == 404
    lobby = factories.public_place(boss, garden)
    assert report(chen, place=lobby.id).status_code == 302
    assert (rows().get().place_id, rows().get().fields["area"]) == (lobby.id, "public")


def test_the_list_shows_his_own_with_the_clock_in_words_and_nobody_elses(chen, boss, place):
    factories.case(boss, place, chen, words="卧室灯不亮", at=NOW())
    factories.case(boss, place, words="别人的事", at=NOW())
    page = chen.get("/home/cases/").content.decode()
    assert "卧室灯不亮" in page and "别人的事" not in page


def test_another_homes_case_is_not_there(chen, boss, place, garden):
    other_home = factories.home(boss, garden, building="5", number="501")
    neighbour = factories.resident(boss, other_home, name="邻居", phone="13900003333")
    case_id = factories.case(boss, other_home, neighbour, at=NOW())
    assert chen.get(f"/home/cases/{case_id}/").status_code == 404
    for deed in ("words", "cancel", "confirm", "rate", "price", "reopen"):
        assert chen.post(f"/home/cases/{case_id}/{deed}/", {"words": "x", "reason": "x"}).status_code == 404
    assert neighbour.get(f"/home/cases/{case_id}/").status_code == 200
    assert cases.history(actor=boss, case_id=case_id)[-1].code == "opened"


def test_what_was_told_the_desk_by_phone_is_his_too(chen, boss, place):
    from anju.engines.cases.contracts import CaseDraft, Reporter

    draft = CaseDraft(
        kind="repair", community_id=place.community_id, place_id=place.id, title="电话报修",
        reporter=Reporter(person_id=chen.person_id),
    )  # fmt: skip
    case_id = cases.case_open(actor=boss, draft=draft, at=NOW()).case_id
    assert "电话报修" in chen.get("/home/cases/").content.decode()
    chen.post(f"/home/cases/{case_id}/words/", {"words": "下午在家"})
    assert [one.words for one in cases.history(actor=boss, case_id=case_id) if one.code == "words"] == [
        "下午在家"
    ]


def test_words_go_to_and_fro_and_what_is_internal_stays_so(chen, boss, place):
    case_id = factories.case(boss, place, chen, at=NOW())
    chen.post(f"/home/cases/{case_id}/words/", {"words": "我六点后在家"})
    cases.words_add(actor=boss, case_id=case_id, words="好的，六点半到", side="reporter", at=NOW())
    cases.words_add(actor=boss, case_id=case_id, words="此户上月欠费", at=NOW())
    page = chen.get(f"/home/cases/{case_id}/").content.decode()
    assert "我六点后在家" in page and "好的，六点半到" in page and "欠费" not in page


def test_a_price_is_agreed_to_or_refused_by_the_reporter(chen, boss, place, engineer):
    case_id = factories.case(boss, place, chen, at=NOW())
    worked(boss, case_id, engineer, done=False)
    item = ItemDraft(sort="material", name="角阀", price=350_000, charged=True)
    cases.item_add(actor=boss, case_id=case_id, item=item, at=NOW())
    price = cases.price_offer(actor=boss, case_id=case_id, at=NOW())
    page = chen.get(f"/home/cases/{case_id}/").content.decode()
    assert "¥35.00" in page and "角阀" in page
    assert (
        chen.post(f"/home/cases/{case_id}/price/", {"price": price + 1, "answer": "yes"}).status_code == 422
    )
    chen.post(f"/home/cases/{case_id}/price/", {"price": price, "answer": "yes"})
    (found,) = view(boss, case_id).prices
    assert (found.answer, found.how, found.answered_by) == (True, "app", "陈雨")
    assert chen.post(f"/home/cases/{case_id}/price/", {"price": price, "answer": "no"}).status_code == 409


def test_a_time_is_chosen_once_somebody_is_to_come(chen, boss, place, engineer):
    case_id = factories.case(boss, place, chen, at=NOW())
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    wish = {"on": tomorrow, "in": "09:00-11:00"}
    assert chen.post(f"/home/cases/{case_id}/visit/", wish).status_code == 409
    cases.case_assign(actor=boss, case_id=case_id, staff_id=engineer, at=NOW())
    assert chen.post(f"/home/cases/{case_id}/visit/", {"on": "never", "in": ""}).status_code == 422
    assert chen.post(f"/home/cases/{case_id}/visit/", wish).status_code == 302
    found = view(boss, case_id)
    assert [one.state for one in found.visits] == ["agreed"]
    assert found.fields["agreed_until"].startswith(tomorrow)
    assert "09:00–11:00" in chen.get(f"/home/cases/{case_id}/").content.decode()


def test_done_is_confirmed_signed_and_rated_which_closes_it(chen, boss, place, engineer):
    case_id = factories.case(boss, place, chen, at=NOW())
    worked(boss, case_id, engineer)
    chen.post(f"/home/cases/{case_id}/confirm/")
    assert view(boss, case_id).fields["confirmed"] == "app"
    drawn = "data:image/png;base64," + base64.b64encode(picture(form="PNG").read()).decode()
    assert chen.post(f"/home/cases/{case_id}/sign/", {"signature": "nonsense"}).status_code == 422
    chen.post(f"/home/cases/{case_id}/sign/", {"signature": drawn})
    assert chen.post(f"/home/cases/{case_id}/rate/", {"stars": "9"}).status_code == 422
    chen.post(f"/home/cases/{case_id}/rate/", {"stars": "5", "words": "又快又好"})
    found = view(boss, case_id)
    assert found.rating == 5
    assert chen.post(f"/home/cases/{case_id}/rate/", {"stars": "1"}).status_code == 409


def test_not_yet_sends_it_back_with_a_reason(chen, boss, place, engineer):
    case_id = factories.case(boss, place, chen, at=NOW())
    worked(boss, case_id, engineer)
    assert chen.post(f"/home/cases/{case_id}/again/", {"reason": " "}).status_code == 422
    chen.post(f"/home/cases/{case_id}/again/", {"reason": "还在滴"})
    assert view(boss, case_id).row.state == "working"


def test_it_is_cancelled_before_the_work_and_not_during_it(chen, boss, place, engineer):
    case_id = factories.case(boss, place, chen, at=NOW())
    chen.post(f"/home/cases/{case_id}/cancel/", {"reason": "自己修好了"})
    assert view(boss, case_id).row.state == "cancelled"
    second = factories.case(boss, place, chen, at=NOW())
    worked(boss, second, engineer, done=False)
    assert chen.post(f"/home/cases/{second}/cancel/", {"reason": "不修了"}).status_code == 409


def test_a_closed_case_opens_again_within_the_days_of_the_setting(chen, boss, place, engineer):
    from anju.engines.cases.models import Case

    case_id = factories.case(boss, place, chen, at=NOW())
    worked(boss, case_id, engineer)
    chen.post(f"/home/cases/{case_id}/confirm/")
    Case.objects.filter(pk=case_id).update(state="closed", closed_at=NOW() - timedelta(days=8))
    Case.objects.get(pk=case_id).assignments.update(ended_at=NOW(), state="ended")
    assert chen.post(f"/home/cases/{case_id}/reopen/", {"reason": "又漏了"}).status_code == 409
    Case.objects.filter(pk=case_id).update(closed_at=NOW() - timedelta(days=6))
    chen.post(f"/home/cases/{case_id}/reopen/", {"reason": "又漏了"})
    assert view(boss, case_id).row.state == "working"


def test_the_log_says_that_it_was_the_resident_himself(chen, boss, place):
    report(chen)
    entry = AuditEntry.objects.filter(action="cases.case.opened").latest("pk")
    assert (entry.actor_id, entry.actor_name, entry.channel) == (chen.user.pk, "陈雨", "resident")
    assert audit.actions()["cases.case.opened"]


def test_a_resident_has_no_right_but_on_his_own(chen, org):
    actor = actors.Actor(org.pk, "陈雨", user_id=chen.user.pk)
    assert not actor.grants and not residents.is_staff(chen.user.pk)
    assert list(cases.cases(actor=actor)) == []


def test_the_first_page_shows_what_runs_and_costs_as_many_queries_for_four_as_for_one(
    chen, boss, place, django_assert_max_num_queries
):
    factories.case(boss, place, chen, words="第一件", at=NOW())
    chen.get("/home/")
    with django_assert_max_num_queries(40):
        page = chen.get("/home/").content.decode()
    assert "第一件" in page


def test_nobody_who_is_not_logged_in_reports_through_the_residents_form(db, place):
    assert Client().post("/home/report/repair/", {"words": "x"}).status_code == 302
    answer = Client().post("/home/report/repair/", {"words": "x"}, HTTP_ACCEPT="application/json")
    assert answer.status_code == 401 and not rows().exists()


def test_what_was_written_for_a_step_that_is_gone_is_shown_again(chen, boss, place):
    case_id = factories.case(boss, place, chen)
    chen.post(f"/home/cases/{case_id}/cancel/", {"reason": "自己修好了"})
    answer = chen.post(f"/home/cases/{case_id}/words/", {"words": "师傅明天上午再来可以吗"})
    assert answer.status_code == 409
    assert "师傅明天上午再来可以吗" in answer.content.decode()
    assert chen.post(f"/home/cases/{case_id}/nonsense/", {}).status_code == 404


def test_a_refused_rating_keeps_its_words(chen, boss, place, engineer):
    case_id = factories.case(boss, place, chen)
    worked(boss, case_id, engineer)
    answer = chen.post(f"/home/cases/{case_id}/rate/", {"stars": "9", "words": "师傅很细心"})
    assert answer.status_code == 422 and "师傅很细心" in answer.content.decode()
