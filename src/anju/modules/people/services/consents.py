"""Consents: given to one purpose in one wording, withdrawn as easily. Source: PIPL art. 14–16, 29."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from anju.foundation import audit
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid
from anju.modules.people.models import Consent, ConsentWay, Person, PersonState
from anju.modules.people.permissions import PERSON_EDIT
from anju.modules.people.queries.persons import NOTICES_PURPOSE, survivor_id
from anju.modules.people.services.acts import CONSENT_GIVEN, CONSENT_WITHDRAWN
from anju.modules.people.services.persons import locked


@dataclass(frozen=True, slots=True)
class Purpose:
    """What data is wanted for. `version` changes with `text`: who agreed to another wording is asked again.

    sensitive: needs a consent of its own, never given together with another (PIPL art. 29).
    """

    code: str
    label: Any
    text: Any
    version: str
    sensitive: bool = False


_purposes: dict[str, Purpose] = {}


def purpose(declared: Purpose) -> Purpose:
    """Declare a purpose. Raises ValueError when the code is taken."""
    if declared.code in _purposes:
        raise ValueError(f"consent purpose {declared.code!r} is declared twice")
    _purposes[declared.code] = declared
    return declared


def purposes() -> tuple[Purpose, ...]:
    return tuple(_purposes.values())


NOTICES = purpose(
    Purpose(
        NOTICES_PURPOSE, _("接收服务通知"),
        _("使用您的手机号码和电子邮箱，发送停水停电、缴费、报修进度等服务通知。"), "2026-1",
    )
)  # fmt: skip
ACTIVITIES = purpose(
    Purpose(
        "activities", _("邀请参加社区活动"),
        _("使用您的联系方式和登记的兴趣，邀请您参加社区活动和回访。"), "2026-1",
    )
)  # fmt: skip
CARE = purpose(
    Purpose(
        "care", _("关怀探访（健康信息）"),
        _("登记您或家人的健康和生活照料情况，仅由指定人员查看，用于探访和紧急救助。"), "2026-1", sensitive=True,
    )
)  # fmt: skip
PROFILE = purpose(
    Purpose(
        "profile", _("礼宾服务家庭情况"),
        _("登记家庭成员、习惯、饮食、爱好和健康情况，仅由礼宾服务人员查看，每次查看都有记录。"), "2026-1",
        sensitive=True,
    )
)  # fmt: skip
FACE = purpose(
    Purpose(
        "face", _("人脸识别通行"),
        _("采集人脸图像用于门禁通行；您可以选择刷卡或密码，不同意不影响通行。"), "2026-1", sensitive=True,
    )
)  # fmt: skip


def consent_give(*, actor: Actor, person_id: int, purpose: str, how: str, at: datetime) -> int:
    """A person agrees to the present wording of one purpose. An older wording is closed by it. Returns the id.

    Who is the person's own log-in needs no right for it. Raises Forbidden, NotFound, Invalid("people.consent.unknown");
    Conflict("people.consent.given") when the present wording is agreed to already.
    """
    wanted = _known(purpose, how)
    with transaction.atomic():
        person = _own_or_editable(actor, person_id)
        row = Consent.objects.filter(person=person, purpose=purpose, withdrawn_at__isnull=True).first()
        if row is not None and row.version == wanted.version:
            raise Conflict("people.consent.given", field="purpose")
        if row is not None:
            row.withdrawn_at, row.withdrawn_how = at, how
            row.save(update_fields=["withdrawn_at", "withdrawn_how"])
        try:
            with transaction.atomic():
                made = Consent.objects.create(
                    person=person,
                    purpose=purpose,
                    version=wanted.version,
                    how=how,
                    given_at=at,
                    given_to=actor.name,
                )
        except IntegrityError as error:
            raise Conflict("people.consent.given", field="purpose") from error
        after = {"purpose": purpose, "version": wanted.version, "how": how}
        audit.record(actor, CONSENT_GIVEN, person, after=after, at=at)
    return int(made.pk)


def consent_withdraw(*, actor: Actor, person_id: int, purpose: str, how: str, at: datetime) -> None:
    """A person takes a consent back; what was done before stays lawful (PIPL art. 15).

    Raises Forbidden, NotFound, Invalid("people.consent.unknown"); Conflict("people.consent.none").
    """
    _known(purpose, how)
    with transaction.atomic():
        person = _own_or_editable(actor, person_id)
        rows = Consent.objects.filter(person=person, purpose=purpose, withdrawn_at__isnull=True)
        if not rows.update(withdrawn_at=at, withdrawn_how=how):
            raise Conflict("people.consent.none", field="purpose")
        audit.record(actor, CONSENT_WITHDRAWN, person, after={"purpose": purpose, "how": how}, at=at)


def consented(person_ids: list[int], purpose: str) -> set[int]:
    """Who of these has agreed to the present wording of a purpose."""
    wanted = _purposes[purpose]
    rows = Consent.objects.filter(
        person_id__in=person_ids, purpose=purpose, version=wanted.version, withdrawn_at__isnull=True
    )
    return set(rows.values_list("person_id", flat=True))


def _known(code: str, how: str) -> Purpose:
    if code not in _purposes or how not in ConsentWay.values:
        raise Invalid("people.consent.unknown", field="purpose")
    return _purposes[code]


def _own_or_editable(actor: Actor, person_id: int) -> Person:
    if actor.user_id is not None:
        own = Person.objects.select_for_update(of=("self",)).filter(
            pk=survivor_id(person_id), user_id=actor.user_id, state=PersonState.ACTIVE
        )
        if (person := own.first()) is not None:
            return person
    actor.require(PERSON_EDIT)
    return locked(actor, person_id, PERSON_EDIT)
