"""What a sheet would change: its people found again among those registered, its ties beside the ones in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from anju.foundation.privacy import digest
from anju.kernel.identifiers import mask_name
from anju.modules.people.contracts import TieKind
from anju.modules.people.models import HomeTie, Person, PersonPhone, PersonState
from anju.modules.people.models import Relation as Kinship
from anju.modules.people.rules.names import clean_name
from anju.modules.people.rules.sheets.fields import Field
from anju.modules.people.rules.sheets.homes import SheetPerson, SheetPlan, SheetTie
from anju.modules.people.rules.sheets.rows import CellRemark, Reading
from anju.modules.people.rules.sheets.values import Remark, notice, problem

LARGEST_DENOMINATOR = 10_000
KINSHIPS = (
    ("户主", Kinship.HEAD), ("配偶", Kinship.SPOUSE), ("妻", Kinship.SPOUSE), ("夫", Kinship.SPOUSE),
    ("子女", Kinship.CHILD), ("儿", Kinship.CHILD), ("女儿", Kinship.CHILD), ("父", Kinship.PARENT), ("母", Kinship.PARENT),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TieChange:
    tie_id: int
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(slots=True)
class Changes:
    """known: place of a sheet's person → id of the registered one. ties: new ones. same: ties that stand already."""

    known: dict[int, int] = field(default_factory=dict)
    new_people: list[SheetPerson] = field(default_factory=list)
    phones: list[tuple[int, str]] = field(default_factory=list)
    papers: list[tuple[int, SheetPerson]] = field(default_factory=list)
    ties: list[tuple[SheetTie, dict[str, Any]]] = field(default_factory=list)
    tie_changes: list[TieChange] = field(default_factory=list)
    same: int = 0

    def counts(self) -> dict[str, int]:
        kinds = [tie.relation for tie, _columns in self.ties]
        changed = {pk for pk, _number in self.phones} | {pk for pk, _person in self.papers}
        return {
            "people_new": len(self.new_people),
            "people_known": len(self.known),
            "people_changed": len(changed),
            "owners_new": kinds.count(TieKind.OWNER),
            "tenants_new": kinds.count(TieKind.TENANT),
            "family_new": kinds.count(TieKind.FAMILY),
            "ties_changed": len(self.tie_changes),
            "ties_same": self.same,
        }


def compare(plan: SheetPlan, reading: Reading, mapping: Mapping[Field, int], today: date) -> Changes:
    """Compare with what is registered; contradictions are added to the reading's remarks. Nothing is written.

    Every look at the database is one statement for the whole sheet.
    """
    return _Comparison(plan, reading, mapping, today).run()


class _Comparison:
    def __init__(self, plan: SheetPlan, reading: Reading, mapping: Mapping[Field, int], today: date) -> None:
        self.plan, self.reading, self.mapping, self.today = plan, reading, mapping, today
        self.changes = Changes()
        self.ties_here: dict[int, list[HomeTie]] = defaultdict(list)
        places = {tie.place_id for tie in plan.ties}
        rows = HomeTie.objects.filter(place_id__in=places).select_related("person")
        for tie in rows.order_by("pk"):
            self.ties_here[tie.place_id].append(tie)
        self.digests = {one.number: digest(one.paper.number) for one in plan.people if one.paper is not None}
        self.phone_digests = {number: digest(number) for one in plan.people for number in one.phones}
        self.people = self._candidates()
        self.phones_of: dict[int, set[str]] = defaultdict(set)
        for person_id, value in PersonPhone.objects.filter(
            Q(person_id__in=list(self.people)) | Q(digest__in=list(self.phone_digests.values()))
        ).values_list("person_id", "digest"):
            self.phones_of[person_id].add(value)
        self.by_digest: dict[str, list[int]] = defaultdict(list)
        self.by_name: dict[str, list[int]] = defaultdict(list)
        for pk, person in sorted(self.people.items()):
            self.by_name[person.name].append(pk)
            if person.id_digest:
                self.by_digest[person.id_digest].append(pk)

    def _candidates(self) -> dict[int, Person]:
        """Registered persons with one of these identity numbers or telephones, or tied to one of these homes."""
        tied = {tie.person_id for ties in self.ties_here.values() for tie in ties}
        called = PersonPhone.objects.filter(digest__in=list(self.phone_digests.values())).values("person_id")
        wanted = Q(id_digest__in=list(self.digests.values())) | Q(pk__in=tied) | Q(pk__in=called)
        return {one.pk: one for one in Person.objects.filter(wanted, state=PersonState.ACTIVE)}

    def run(self) -> Changes:
        homes: dict[int, set[int]] = defaultdict(set)
        for tie in self.plan.ties:
            homes[tie.person].add(tie.place_id)
        for one in self.plan.people:
            if one.number not in homes:
                continue
            found = self._match(one, homes[one.number])
            if found is None:
                self.changes.new_people.append(one)
            else:
                self.changes.known[one.number] = found
                self._complete(one, self.people[found])
        by_place: dict[int, list[SheetTie]] = defaultdict(list)
        for tie in self.plan.ties:
            by_place[tie.place_id].append(tie)
        for place_id, ties in by_place.items():
            self._home(place_id, ties)
        return self.changes

    def _say(self, row: int, key: Field, remark: Remark) -> None:
        self.reading.remarks.append(CellRemark(row, self.mapping.get(key), remark))

    def _match(self, one: SheetPerson, places: Iterable[int]) -> int | None:
        """By identity number, by name and telephone, by the name at the same home. The eldest record wins."""
        name = clean_name(one.name)
        own = self.digests.get(one.number)
        if own is not None and self.by_digest.get(own):
            found = self.by_digest[own][0]
            if self.people[found].name != name:
                shown = mask_name(self.people[found].name)
                self._say(one.rows[0], Field.PAPER, problem("sheet.paper_known_otherwise", name=shown))
            return found
        numbers = {self.phone_digests[number] for number in one.phones}
        alike = [pk for pk in self.by_name.get(name, ()) if self._may_be(pk, own)]
        called = [pk for pk in alike if self.phones_of[pk] & numbers]
        if called:
            return called[0]
        here = {tie.person_id for place in places for tie in self.ties_here[place]}
        return next((pk for pk in alike if pk in here), None)

    def _may_be(self, person_id: int, own: str | None) -> bool:
        known = self.people[person_id].id_digest
        return not known or own is None or known == own

    def _complete(self, one: SheetPerson, person: Person) -> None:
        """What the sheet knows beyond the register is added; nothing registered is replaced."""
        held = self.phones_of[person.pk]
        self.changes.phones += [
            (person.pk, number) for number in one.phones if self.phone_digests[number] not in held
        ]
        if one.paper is not None and not person.id_digest:
            self.changes.papers.append((person.pk, one))

    def _home(self, place_id: int, ties: list[SheetTie]) -> None:
        current = [tie for tie in self.ties_here[place_id] if tie.ends_on is None or tie.ends_on > self.today]
        owners = {self.changes.known.get(tie.person) for tie in ties if tie.relation is TieKind.OWNER}
        others = [tie for tie in current if tie.kind == TieKind.OWNER and tie.person_id not in owners]
        if others and owners:
            names = "、".join(mask_name(tie.person.name) for tie in others)
            row = next(tie.row for tie in ties if tie.relation is TieKind.OWNER)
            self._say(row, Field.NAME, problem("sheet.home_has_owners", names=names))
            return
        let = any(tie.relation is TieKind.TENANT for tie in ties)
        contact = any(tie.is_contact for tie in current)
        for tie in ties:
            person_id = self.changes.known.get(tie.person)
            standing = next(
                (one for one in current if one.person_id == person_id and one.kind == tie.relation), None
            )
            if standing is not None:
                self._beside(tie, standing)
                continue
            columns = self._columns(tie, person_id, let)
            columns["is_contact"] = not contact and tie.relation is TieKind.OWNER
            contact = contact or columns["is_contact"]
            self.changes.ties.append((tie, columns))

    def _columns(self, tie: SheetTie, person_id: int | None, let: bool) -> dict[str, Any]:
        since = tie.since
        ended = [
            one.ends_on
            for one in self.ties_here[tie.place_id]
            if one.person_id == person_id and one.kind == tie.relation and one.ends_on is not None
        ]
        if ended:
            since = max([*ended, since] if since else ended)
        share = tie.share.limit_denominator(LARGEST_DENOMINATOR) if tie.share else None
        until = tie.until if tie.relation is TieKind.TENANT else None
        return {
            "kind": tie.relation.value,
            "starts_on": since,
            "share_numerator": share.numerator if share else None,
            "share_denominator": share.denominator if share else None,
            "relation": next((kin.value for word, kin in KINSHIPS if word in tie.hint), ""),
            "lives_here": not (let and tie.relation is TieKind.OWNER),
            "contract_until": until,
            "note": " ".join(part for part in ("共同共有" if tie.joint else "", tie.note) if part)[:200],
        }

    def _beside(self, tie: SheetTie, standing: HomeTie) -> None:
        """A tie that stands: a share or a day that the sheet states is taken over, a contradicting day only named."""
        after: dict[str, Any] = {}
        if tie.share is not None and tie.stated:
            share = tie.share.limit_denominator(LARGEST_DENOMINATOR)
            if (standing.share_numerator, standing.share_denominator) != (share.numerator, share.denominator):
                after |= {"share_numerator": share.numerator, "share_denominator": share.denominator}
        if tie.since and standing.starts_on is None:
            after["starts_on"] = tie.since
        elif tie.since and standing.starts_on != tie.since:
            self._say(tie.row, Field.SINCE, notice("sheet.since_differs", day=standing.starts_on))
        if tie.until and tie.relation is TieKind.TENANT and standing.contract_until != tie.until:
            after["contract_until"] = tie.until
        if after:
            before = {name: getattr(standing, name) for name in after}
            self.changes.tie_changes.append(TieChange(standing.pk, before, after))
        else:
            self.changes.same += 1
