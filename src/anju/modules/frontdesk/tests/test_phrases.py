"""Standard phrases: whose they are, what is filled in, who keeps them."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from anju.foundation.audit.models import AuditEntry
from anju.foundation.permissions import RoleCode
from anju.kernel.errors import Invalid
from anju.modules.frontdesk import facade
from anju.modules.frontdesk.models import Phrase
from anju.modules.frontdesk.rules import phrases as rules
from anju.modules.frontdesk.services import phrases as keeping
from anju.modules.frontdesk.tests import factories as made


@given(
    st.text(), st.dictionaries(st.sampled_from(rules.PLACEHOLDERS), st.text(alphabet="甲乙丙", min_size=1))
)
def test_what_is_accepted_keeps_no_placeholder_and_what_is_known(text, values):
    try:
        kept = rules.check_text(text)
    except Invalid:
        return
    told = rules.filled(kept, values)
    assert not any(f"{{{one}}}" in told for one in rules.PLACEHOLDERS)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "frontdesk.phrase.text"),
        ("x" * 501, "frontdesk.phrase.text"),
        ("{phone}", "frontdesk.phrase.hole"),
    ],
)
def test_a_text_that_cannot_be_used_is_refused(text, code):
    with pytest.raises(Invalid) as refused:
        rules.check_text(text)
    assert refused.value.code == code


@pytest.mark.parametrize(("typed", "code"), [("/HF", "hf"), (" 回访 ", "回访"), ("／a1", "a1")])
def test_letters_are_taken_as_people_type_them(typed, code):
    assert rules.code_of(typed) == code


@pytest.mark.parametrize("typed", ["", "a b", "x" * 13, "<b>"])
def test_letters_that_cannot_be_typed_are_refused(typed):
    with pytest.raises(Invalid):
        rules.code_of(typed)


@pytest.fixture
def home(org):
    return made.home()


def do(client, name, /, *args, **data):
    return client.post(reverse(f"frontdesk:{name}", args=args), data)


def offered(client, **asked):
    return {
        one["code"]: one["text"]
        for one in client.get(reverse("frontdesk:phrases_offered"), asked).json()["phrases"]
    }


def test_everybody_has_the_companys_and_his_own_and_his_own_goes_first(boss, login):
    keeping.phrase_save(actor=boss, draft=keeping.PhraseDraft("hf", "公司的话", own=False), at=timezone.now())
    clerk, other = login(RoleCode.FRONTDESK, username="a"), login(RoleCode.FRONTDESK, username="b")
    assert do(clerk, "phrase_new", code="hf", text="我的话").status_code == 303
    assert offered(clerk) == {"hf": "我的话"}
    assert offered(other) == {"hf": "公司的话"}
    mine = Phrase.objects.get(owner__isnull=False)
    assert other.get(reverse("frontdesk:phrase", args=[mine.pk])).status_code == 404
    assert do(other, "phrase_retire", mine.pk).status_code == 404
    assert do(clerk, "phrase_new", code="hf", text="又一个").status_code == 409


def test_what_belongs_to_the_case_is_filled_in(boss, home, login):
    text = "{name}您好，{number}将在{limit}前办好。{me}"
    keeping.phrase_save(actor=boss, draft=keeping.PhraseDraft("jd", text, own=False), at=timezone.now())
    opened = facade.report(actor=boss, draft=made.draft(home, fields={"trade": "water"}), at=timezone.now())
    clerk = login(RoleCode.FRONTDESK, username="小周", name="小周")
    told = offered(clerk, case=opened.case_id)["jd"]
    assert opened.number in told and told.endswith("小周") and "{" not in told
    assert "{name}" in offered(clerk)["jd"]
    far = made.home("西苑")
    from anju.modules.estate import facade as estate

    outsider = login(RoleCode.FRONTDESK, username="c", path=estate.place(far.community).path)
    assert outsider.get(reverse("frontdesk:phrases_offered"), {"case": opened.case_id}).status_code == 404


def test_the_companys_are_kept_by_who_may_and_a_retired_one_comes_back(boss, login):
    one = keeping.phrase_save(
        actor=boss, draft=keeping.PhraseDraft("xx", "谢谢", own=False), at=timezone.now()
    )
    clerk, head = login(RoleCode.FRONTDESK, username="a"), login(RoleCode.SUPERVISOR, username="b")
    assert do(clerk, "phrase", one, code="xx", text="改了").status_code == 403
    assert do(clerk, "phrase_retire", one).status_code == 403
    # Without the right to share it, a phrase is one's own whatever was sent.
    assert do(clerk, "phrase_new", code="yy", text="共用", own="0").status_code == 303
    assert Phrase.objects.get(code="yy").owner is not None
    assert do(head, "phrase", one, code="xx", text="谢谢您").status_code == 303
    assert do(head, "phrase_retire", one).status_code == 302
    assert offered(clerk).keys() == {"yy"}
    assert do(head, "phrase_restore", one).status_code == 302
    assert offered(clerk)["xx"] == "谢谢您"
    kinds = AuditEntry.objects.filter(action__startswith="frontdesk.phrase.").values_list("action", flat=True)
    assert {"frontdesk.phrase.saved", "frontdesk.phrase.retired", "frontdesk.phrase.restored"} <= set(kinds)


def test_a_wrong_placeholder_is_said_at_the_field(login):
    answer = do(login(RoleCode.FRONTDESK, username="a"), "phrase_new", code="a", text="{phone}")
    assert answer.status_code == 422 and "phone" in answer.content.decode()
    assert not Phrase.objects.exists()


def test_who_has_nothing_to_do_with_the_desk_sees_no_phrases(login):
    assert login(RoleCode.CASHIER, username="a").get(reverse("frontdesk:phrases")).status_code == 403


def test_the_pages_that_are_written_in_carry_them(boss, home, login):
    clerk = login(RoleCode.FRONTDESK, username="a")
    opened = facade.report(actor=boss, draft=made.draft(home, fields={"trade": "water"}), at=timezone.now())
    page = clerk.get(reverse("frontdesk:case", args=[opened.case_id])).content.decode()
    assert f"?case={opened.case_id}" in page and "data-phrases" in page
    assert "data-phrases" in clerk.get(reverse("frontdesk:desk")).content.decode()
    assert clerk.get(reverse("frontdesk:phrases")).status_code == 200
