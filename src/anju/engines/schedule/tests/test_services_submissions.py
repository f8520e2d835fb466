from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image

from anju.engines.schedule import facade
from anju.engines.schedule.contracts import (
    ChecklistItem,
    EvidenceAsk,
    FindingDraft,
    Fix,
    ItemKind,
    Photo,
    PhotoRef,
    PlaceFacts,
    PlaceSource,
)
from anju.engines.schedule.models import Finding, Occurrence, StaleDay, Submission, SubmissionPhoto
from anju.engines.schedule.tests import factories
from anju.engines.schedule.tests.factories import NOW, act, draft, hours
from anju.foundation import outbox
from anju.foundation.actors import Actor
from anju.foundation.audit.models import AuditEntry
from anju.foundation.files.models import StoredFile
from anju.foundation.permissions import Reach


def picture():
    buffer = BytesIO()
    Image.new("RGB", (8, 8), "green").save(buffer, "PNG")
    return Photo("photo.png", buffer.getvalue())


@pytest.fixture
def work(home, boss):
    """`work(**draft fields)` → the occurrence that is open at NOW."""

    def make(**given):
        given.setdefault("place_ids", tuple(factories.places(home, 1)))
        number = facade.round_create(actor=boss, draft=draft(home, **given), at=NOW - hours(12))
        facade.round_activate(actor=boss, round_id=number, at=NOW - hours(12))
        return Occurrence.objects.filter(round_id=number, opens_at__lte=NOW, due_at__gt=NOW).get()

    return make


def send(boss, sent, at=NOW, photos=None, staff=None):
    return facade.submit(actor=boss, staff_id=staff, act=sent, photos=photos or {}, at=at)


def test_done_in_its_slot_it_is_done_in_time_and_proven_when_nothing_more_is_asked(work, boss):
    found = work()
    answer = send(boss, act(found.pk, NOW))
    found.refresh_from_db()
    assert (answer.status, found.state, found.late, found.proven, found.done_at) == (
        "created",
        "done",
        False,
        True,
        NOW,
    )
    assert StaleDay.objects.filter(on=found.on).exists()


def test_the_same_key_counts_once_whatever_comes_with_it(work, boss):
    found = work()
    key = uuid4()
    assert send(boss, act(found.pk, NOW, key=key)).status == "created"
    again = send(boss, act(found.pk, NOW + hours(20), key=key, note="x"), at=NOW + hours(20))
    assert (again.status, again.occurrence_id) == ("duplicate", found.pk)
    assert Submission.objects.count() == 1


def test_after_due_it_is_late_and_stays_late_though_more_comes(work, boss):
    found = work()
    send(boss, act(found.pk, found.due_at + hours(1)), at=found.due_at + hours(1))
    send(boss, act(found.pk, found.due_at + hours(2)), at=found.due_at + hours(2))
    found.refresh_from_db()
    assert (found.state, found.late, found.done_at) == ("done", True, found.due_at + hours(1))


def test_missed_work_made_up_later_stays_missed(work, boss):
    found = work()
    after = found.closes_at + hours(1)
    facade.close_due(at=after)
    answer = send(boss, act(found.pk, after), at=after)
    found.refresh_from_db()
    assert (answer.status, found.state, found.made_up_at, found.done_at) == ("created", "missed", after, None)


def test_missed_work_that_was_done_in_time_and_sent_later_becomes_done_with_an_audit_entry(work, boss):
    found = work()
    after = found.closes_at + hours(1)
    facade.close_due(at=after)
    send(boss, act(found.pk, NOW), at=after)
    found.refresh_from_db()
    assert (found.state, found.late, found.done_at) == ("done", False, NOW)
    assert AuditEntry.objects.filter(action="schedule.work.corrected", subject_id=found.pk).exists()


def test_a_phone_that_waited_too_long_is_not_believed(work, boss):
    found = work()
    after = NOW + hours(100)
    facade.close_due(at=after)
    send(boss, act(found.pk, NOW), at=after)
    found.refresh_from_db()
    assert (found.state, found.made_up_at) == ("missed", after)


def test_too_early_is_refused_and_leaves_nothing(work, boss):
    found = work()
    early = found.opens_at - hours(1)
    answer = send(boss, act(found.pk, early), at=early)
    assert (answer.status, answer.message_code) == ("refused", "schedule.submission.early")
    assert not Submission.objects.exists()
    found.refresh_from_db()
    assert found.state == "todo"


def test_evidence_that_did_not_come_leaves_it_done_and_unproven(work, boss):
    found = work(evidence=EvidenceAsk(qr=True, photos=1, people=2))
    answer = send(boss, act(found.pk, NOW), staff=None)
    found.refresh_from_db()
    assert answer.lacking == ("qr", "photos", "people")
    assert (found.state, found.proven) == ("done", False)


def test_all_evidence_proves_it_and_a_better_submission_proves_a_poor_one(work, home, boss):
    _team, (one, two) = factories.team(home, 2)
    found = work(evidence=EvidenceAsk(qr=True, photos=1, people=2))
    send(boss, act(found.pk, NOW), staff=one)
    better = act(
        found.pk,
        NOW + hours(1),
        codes=(factories.label(found.place_id),),
        photos=(PhotoRef("a"),),
        with_people=(two,),
    )
    answer = send(boss, better, at=NOW + hours(1), photos={"a": picture()}, staff=one)
    found.refresh_from_db()
    assert answer.lacking == ()
    assert (found.proven, found.done_at, found.done_by) == (True, NOW, one)
    assert SubmissionPhoto.objects.count() == 1


def test_a_route_is_proven_only_when_all_its_places_were_scanned(work, home, boss):
    spots = factories.places(home, 3)
    found = work(mode="route", place_ids=tuple(spots), evidence=EvidenceAsk(qr=True))
    codes = tuple(factories.label(spot) for spot in spots)
    assert send(boss, act(found.pk, NOW, codes=codes[:2])).lacking == ("qr",)
    assert send(boss, act(found.pk, NOW, codes=codes)).lacking == ()


def test_a_position_proves_only_near_a_place_whose_coordinates_are_known(work, home, boss):
    spots = factories.places(home, 1)
    found = work(place_ids=tuple(spots), evidence=EvidenceAsk(position=True, within_m=100))
    known = PlaceSource(
        lambda ids: {each: PlaceFacts("/", home, "", (31.2, 121.4)) for each in ids},
        lambda paths: [],
        lambda ids: {},
    )
    with factories.registered(places=known):
        assert send(boss, act(found.pk, NOW, position=Fix(31.21, 121.4))).lacking == ("position",)
        assert send(boss, act(found.pk, NOW, position=Fix(31.2005, 121.4))).lacking == ()
    assert send(boss, act(found.pk, NOW, position=Fix(31.2, 121.4))).lacking == ("position",)


def located(home, **spots):
    """Places whose coordinates are those given by number ("p7"), the others unknown."""
    known = {int(name[1:]): spot for name, spot in spots.items()}
    return PlaceSource(
        lambda ids: {each: PlaceFacts("/", home, f"L{each}", known.get(each)) for each in ids},
        lambda paths: [],
        lambda ids: {},
    )


def test_the_accuracy_of_a_measurement_counts_against_it(work, home, boss):
    (spot,) = factories.places(home, 1)
    found = work(place_ids=(spot,), evidence=EvidenceAsk(position=True, within_m=100))
    with factories.registered(places=located(home, **{f"p{spot}": (31.2, 121.4)})):
        # 55.6 m away.
        assert send(boss, act(found.pk, NOW, position=Fix(31.2005, 121.4, 60))).lacking == ("position",)
        assert send(boss, act(found.pk, NOW, position=Fix(31.2005, 121.4, 40))).lacking == ()


def test_a_route_is_proven_by_positions_of_all_its_places(work, home, boss):
    one, two = factories.places(home, 2)
    found = work(mode="route", place_ids=(one, two), evidence=EvidenceAsk(position=True, within_m=80))
    near_one, near_two = Fix(31.2001, 121.4, 10), Fix(31.2041, 121.4, 10)
    with factories.registered(places=located(home, **{f"p{one}": (31.2, 121.4), f"p{two}": (31.204, 121.4)})):
        assert send(boss, act(found.pk, NOW, position=near_one)).lacking == ("position",)
        walked = act(found.pk, NOW, track=(near_two, near_one))
        assert send(boss, walked).lacking == ()
        stored = Submission.objects.get(key=walked.key).position
        assert stored["lat"] == 31.2001 and [each["lat"] for each in stored["track"]] == [31.2041, 31.2001]
        found.refresh_from_db()
        assert found.proven
        # What was stored is judged as it came.
        assert send(boss, act(found.pk, NOW)).lacking == ("position",)
        found.refresh_from_db()
        assert found.proven
    with factories.registered(places=located(home, **{f"p{one}": (31.2, 121.4)})):
        assert send(boss, act(found.pk, NOW, track=(near_two, near_one))).lacking == ("position",)


def test_where_labels_prove_the_way_one_position_on_it_will_do(work, home, boss):
    one, two = factories.places(home, 2)
    ask = EvidenceAsk(qr=True, position=True, within_m=80)
    found = work(mode="route", place_ids=(one, two), evidence=ask)
    codes = (f"L{one}", f"L{two}")
    with factories.registered(places=located(home, **{f"p{one}": (31.2, 121.4), f"p{two}": (31.204, 121.4)})):
        at_one = Fix(31.2001, 121.4, 10)
        assert send(boss, act(found.pk, NOW, position=at_one, codes=codes[:1])).lacking == ("qr",)
        assert send(boss, act(found.pk, NOW, position=at_one, codes=codes)).lacking == ()


def test_a_track_without_end_is_refused(work, boss):
    answer = send(boss, act(work().pk, NOW, track=(Fix(1.0, 1.0),) * 501))
    assert (answer.status, answer.message_code) == ("refused", "schedule.submission.track_too_long")
    assert not Submission.objects.exists()


CHECKS = (
    ChecklistItem(key="clean", label="地面干净", kind=ItemKind.OK_NOTOK),
    ChecklistItem(key="heat", label="水温", kind=ItemKind.NUMBER, low=40, high=60, unit="℃"),
    ChecklistItem(key="shot", label="现场照片", kind=ItemKind.PHOTO, required=False),
)


def test_answers_that_fail_become_findings_with_the_photos_of_their_item(work, boss):
    heard = []
    outbox.on("schedule.finding.raised", "test", heard.append)
    try:
        found = work(checklist=CHECKS)
        sent = act(
            found.pk,
            NOW,
            answers={"clean": "not_ok", "heat": "71.5"},
            photos=(PhotoRef("a", "clean"),),
            findings=(FindingDraft("三楼有积水", 2, "clean"),),
        )
        send(boss, sent, photos={"a": picture()})
    finally:
        outbox._handlers.pop("schedule.finding.raised")
    wet, hot = Finding.objects.order_by("item")
    assert (wet.text, wet.severity, len(wet.photos), wet.place_id) == ("三楼有积水", 2, 1, found.place_id)
    assert (hot.text, hot.severity) == ("水温：71.5 ℃", 1)
    found.refresh_from_db()
    assert (found.findings, found.proven) == (2, True)


def test_photos_and_a_drawn_signature_answer_their_items(work, boss):
    items = (CHECKS[2], ChecklistItem(key="name", label="签名", kind=ItemKind.SIGNATURE))
    found = work(checklist=items)
    assert send(boss, act(found.pk, NOW)).lacking == ("checklist",)
    sent = act(found.pk, NOW, photos=(PhotoRef("a", "shot"), PhotoRef("b", "name")))
    assert send(boss, sent, photos={"a": picture(), "b": picture()}).lacking == ()
    tokens = {item: str(token) for item, token in SubmissionPhoto.objects.values_list("item", "file__token")}
    assert Submission.objects.latest("pk").answers == {"shot": [tokens["shot"]], "name": tokens["name"]}


def test_an_unanswered_question_leaves_it_unproven(work, boss):
    found = work(checklist=CHECKS)
    assert send(boss, act(found.pk, NOW, answers={"clean": "ok"})).lacking == ("checklist",)


def test_a_malformed_answer_or_a_missing_photo_is_refused_and_leaves_nothing(work, boss):
    found = work(checklist=CHECKS)
    wrong = send(boss, act(found.pk, NOW, answers={"heat": "warm"}))
    assert (wrong.status, wrong.at) == ("refused", "answers.heat")
    lost = send(boss, act(found.pk, NOW, photos=(PhotoRef("a"),)))
    assert (lost.status, lost.message_code) == ("refused", "schedule.submission.photo_missing")
    fake = send(
        boss, act(found.pk, NOW, photos=(PhotoRef("a"),)), photos={"a": Photo("a.jpg", b"not a picture")}
    )
    assert (fake.status, fake.message_code) == ("refused", "not_a_photo")
    blank = send(boss, act(found.pk, NOW, findings=(FindingDraft(" "),)))
    assert (blank.status, blank.at) == ("refused", "text")
    assert not Submission.objects.exists()
    assert not StoredFile.objects.exists()


def test_work_of_a_cancelled_slot_is_kept_and_changes_nothing(work, boss):
    found = work()
    facade.round_pause(actor=boss, round_id=found.round_id, at=NOW)
    answer = send(boss, act(found.pk, NOW))
    found.refresh_from_db()
    assert (answer.status, found.state, Submission.objects.get().outcome) == ("created", "void", "void")


def test_doing_skipped_work_makes_it_done(work, boss):
    found = work()
    facade.skip(actor=boss, occurrence_id=found.pk, reason="下雨", at=NOW)
    send(boss, act(found.pk, NOW))
    found.refresh_from_db()
    assert found.state == "done"


def test_another_person_does_it_in_the_owners_place(work, home, boss):
    _team, (owner, helper) = factories.team(home, 2)
    found = work(staff_id=owner)
    send(boss, act(found.pk, NOW), staff=helper)
    found.refresh_from_db()
    assert (found.done_by, Submission.objects.get().on_behalf_of) == (helper, owner)


def test_out_of_reach_and_without_the_right_are_refused(work, org):
    found = work()
    stranger = Actor(org.pk, "生人")
    far = Actor(org.pk, "远", grants={"schedule.work:do": Reach(frozenset({"/0/"}), frozenset({0}))})
    assert send(stranger, act(found.pk, NOW)).message_code == "permission_missing"
    assert send(far, act(found.pk, NOW)).message_code == "schedule.occurrence.gone"
    assert not Submission.objects.exists()


def test_skipping_needs_a_reason_an_open_slot_and_is_audited(work, boss):
    found = work()
    with pytest.raises(Exception, match="reason"):
        facade.skip(actor=boss, occurrence_id=found.pk, reason=" ", at=NOW)
    with pytest.raises(Exception, match="settled"):
        facade.skip(actor=boss, occurrence_id=found.pk, reason="停电", at=found.closes_at)
    facade.skip(actor=boss, occurrence_id=found.pk, reason="停电", at=NOW)
    found.refresh_from_db()
    assert (found.state, found.reason) == ("skipped", "停电")
    assert AuditEntry.objects.get(action="schedule.work.skipped").reason == "停电"


def test_handing_over_gives_open_work_to_a_colleague_of_the_same_community(work, home, boss):
    _team, (owner, helper) = factories.team(home, 2)
    _other, (stranger,) = factories.team(factories.community("别处"), 1, name="二班")
    found = work(staff_id=owner)
    with pytest.raises(Exception, match="elsewhere"):
        facade.hand_over(actor=boss, occurrence_ids=[found.pk], to_staff_id=stranger, at=NOW)
    assert facade.hand_over(actor=boss, occurrence_ids=[found.pk], to_staff_id=helper, at=NOW) == 1
    assert facade.hand_over(actor=boss, occurrence_ids=[found.pk], to_staff_id=helper, at=NOW) == 0
    found.refresh_from_db()
    assert found.staff_id == helper


def test_a_finding_is_closed_once_with_a_note(work, boss):
    found = work()
    send(boss, act(found.pk, NOW, findings=(FindingDraft("灯不亮"),)))
    (seen,) = facade.finding_views(facade.findings(state="open"))
    with pytest.raises(Exception, match="note"):
        facade.finding_close(actor=boss, finding_id=seen.id, note="", at=NOW)
    facade.finding_close(actor=boss, finding_id=seen.id, note="已换灯泡", at=NOW + timedelta(days=1))
    with pytest.raises(Exception, match="closed"):
        facade.finding_close(actor=boss, finding_id=seen.id, note="再换", at=NOW)
    assert not facade.findings(state="open").exists()
