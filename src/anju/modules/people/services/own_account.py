"""The log-in of a resident: copied, and taken away with what it says of him. Source: PIPL art. 45, 47."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anju.foundation.accounts import residents
from anju.foundation.accounts.models import ApiToken, User
from anju.foundation.actors import Actor
from anju.modules.people.contracts import CopyPart
from anju.modules.people.models import Person
from anju.modules.people.services.own_data import GONE, keeps, local_day, today_of
from anju.modules.people.services.personal_data import PersonalData, register_personal_data


def _user_of(person_id: int) -> User | None:
    person = Person.objects.select_related("user").filter(pk=person_id).first()
    return person.user if person is not None else None


def copy(person_id: int) -> tuple[CopyPart, ...]:
    user = _user_of(person_id)
    if user is None:
        return ()
    rows = ({"username": user.username, "phone": user.phone, "since": local_day(user.created_at)},)
    labels = {"username": _("登录名"), "phone": _("登录手机号"), "since": _("开通日期")}
    return (CopyPart("account", _("登录账号"), rows, labels),)


def forget(actor: Actor, person_id: int, at: datetime) -> int:
    """Close the log-in; an owner keeps it with his home, a member of staff with his work."""
    user = _user_of(person_id)
    if user is None or keeps(person_id, today_of(actor, at)):
        return 0
    residents.residency_end(actor=actor, user_id=user.pk, at=at)
    if residents.is_resident(user.pk) or residents.is_staff(user.pk):
        return 1
    UserSession.objects.filter(user=user).delete()
    ApiToken.objects.filter(user=user).delete()
    user.username, user.name, user.language, user.is_active = f"gone-{user.pk}", GONE, "", False
    user.set_phone("")
    user.set_unusable_password()
    user.save()
    return 1


register_personal_data(
    PersonalData("account", gettext_lazy("登录账号"), copy, lambda _person, _on: (), forget)
)
