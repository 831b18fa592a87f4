"""Who has still to pass what, and from which day clients wait for it (rule 10.1). No queries.

Who comes after a course has become required passes it before the first client. Who worked here before has the
firm's days of grace; so has whoever passed an earlier version, when a new one is to be passed again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from vernost.core import clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A course as its being passed is judged. ``begun``: since when it is required, None: it is not;
    ``again``: version → when it was published, of those that everybody passes anew."""

    pk: int
    roles: Collection[str]
    begun: datetime | None
    published: datetime
    days: int
    again: Sequence[tuple[int, datetime]] = ()

    @property
    def counts_from(self) -> int:
        """The oldest version whose passing still counts."""
        return max((number for number, _at in self.again), default=1)

    @property
    def renewed(self) -> datetime:
        return max((at for _number, at in self.again), default=self.published)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """``passed``: course → the newest version they passed; ``waived``: courses they were let off."""

    pk: int
    role: str
    joined: datetime
    passed: Mapping[int, int]
    waived: Collection[int] = ()


def concerns(person: Person, course: Asked) -> bool:
    return not course.roles or person.role in course.roles


def is_passed(person: Person, course: Asked) -> bool:
    return person.passed.get(course.pk, 0) >= course.counts_from


def due_on(person: Person, course: Asked, grace: int) -> date:
    """By which day it is to be passed."""
    if person.passed.get(course.pk):  # an earlier version
        return _day(course.renewed + timedelta(days=max(grace, course.days)))
    begun = course.begun or course.published
    if person.joined < begun:
        return _day(begun + timedelta(days=max(grace, course.days)))
    return _day(person.joined + timedelta(days=course.days))


def waits_from(person: Person, course: Asked, grace: int) -> datetime | None:
    """Since when clients cannot be given to them because of this course; None: it is no obstacle."""
    if course.begun is None or not concerns(person, course):
        return None
    if is_passed(person, course) or course.pk in person.waived:
        return None
    if person.passed.get(course.pk):
        return course.renewed + timedelta(days=grace)
    if person.joined < course.begun:
        return course.begun + timedelta(days=grace)
    return person.joined


def _day(at: datetime) -> date:
    return at.astimezone(clock.firm_zone()).date()
