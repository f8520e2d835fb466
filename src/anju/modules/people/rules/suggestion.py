"""Who fits a task best. Source: catalogue A PLN-04 (tasks by speciality and experience)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from anju.modules.people.contracts import StaffView, Suggestion

OWN_DOMAIN = 100
PER_SKILL = 30
PER_TASK = 10


def suggest(
    staff: Iterable[tuple[StaffView, str]], domain: str, skills: Collection[str], load: Mapping[int, int]
) -> list[Suggestion]:
    """Active people, best first, each paired with the domain of his department.

    Score: 100 for the task's own domain, 30 for each wanted skill, minus 10 for each task he has already (`load`:
    staff id → open tasks). Somebody of another domain without any wanted skill is not proposed. Equal scores:
    fewer tasks first, then the lower number.
    """
    wanted = frozenset(skills)
    found: list[tuple[int, int, str, Suggestion]] = []
    for one, own in staff:
        matched = tuple(sorted(wanted.intersection(one.skills)))
        fits = bool(domain) and own == domain
        if one.state != "active" or not (fits or matched):
            continue
        tasks = load.get(one.id, 0)
        score = OWN_DOMAIN * fits + PER_SKILL * len(matched) - PER_TASK * tasks
        found.append((-score, tasks, one.number, Suggestion(one.id, score, matched, tasks)))
    return [entry[-1] for entry in sorted(found, key=lambda entry: entry[:3])]
