"""Courses as people meet them, who passed what, and who may not be given clients yet."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from vernost.access.actor import Actor, Role
from vernost.access.fetch import fetch
from vernost.access.policies import may, require
from vernost.core import clock
from vernost.core.errors import Text
from vernost.core.models import TermValue
from vernost.core.practice import TRAINING_FIRST
from vernost.staff.models import Employee
from vernost.team import standing
from vernost.team.models import Attempt, Course, Version, Waiver
from vernost.team.terms import TRAINING_GRACE

REASON = "whether somebody may be given clients is asked of anybody"


@dataclass(frozen=True, slots=True)
class Mine:
    """A course of one employee. ``state``: passed, waived, late, open."""

    course: Course
    person: int
    state: str
    due_on: date
    waits: bool
    passed_at: datetime | None = None

    @property
    def is_settled(self) -> bool:
        return self.state in ("passed", "waived")


@dataclass(frozen=True, slots=True)
class Line:
    employee: Employee
    courses: list[Mine]

    @property
    def waits(self) -> bool:
        return any(one.waits for one in self.courses)


@dataclass(frozen=True, slots=True)
class _Read:
    """Everything that standing is judged by, for some people: five queries."""

    courses: dict[int, Course]
    asked: dict[int, standing.Asked]
    people: dict[int, standing.Person]
    passed_at: dict[tuple[int, int], datetime]


def untrained(employee_ids: Collection[int]) -> dict[int, Text]:
    """For ``clients.owning``: who may not be given clients yet, with the course that they lack."""
    if not TRAINING_FIRST.value():
        return {}
    read, now = _read(employee_ids), clock.now()
    found: dict[int, Text] = {}
    names = dict(Employee.objects.filter(pk__in=employee_ids).values_list("pk", "name"))
    for pk, person in read.people.items():
        for course_id, course in read.asked.items():
            since = standing.waits_from(person, course, TRAINING_GRACE.value())
            if since is not None and since <= now:
                text = _("{name} has not passed the course “{course}” yet: clients are given after it.")
                found[pk] = text.format(name=names[pk], course=read.courses[course_id])
                break
    return found


def courses_of(actor: Actor, employee_id: int | None = None) -> list[Mine]:
    """The courses of an employee, what waits first."""
    require(actor, "training.see")
    pk = employee_id or actor.employee_id or 0
    if not actor.is_self(pk):
        require(actor, "training.results")
    return _mine(_read([pk]), pk)


def everybody(actor: Actor) -> list[Line]:
    """Whoever the actor may ask about: a head their team, the director all. Six queries."""
    require(actor, "training.results")
    people = Employee.objects.active().order_by("name", "pk")
    if not may(actor, "training.see_all"):
        people = people.filter(pk__in=_team(actor))
    found = list(people)
    read = _read([one.pk for one in found])
    return [Line(one, _mine(read, one.pk)) for one in found]


def _team(actor: Actor) -> list[int]:
    own = [actor.employee_id or 0]
    return own + list(Employee.objects.filter(team__head=actor.employee_id).values_list("pk", flat=True))


def _mine(read: _Read, pk: int) -> list[Mine]:
    person, now, today = read.people.get(pk), clock.now(), clock.today()
    if person is None:
        return []
    found = []
    for course_id, course in read.asked.items():
        if not standing.concerns(person, course):
            continue
        due = standing.due_on(person, course, TRAINING_GRACE.value())
        since = standing.waits_from(person, course, TRAINING_GRACE.value())
        state = "late" if due < today else "open"
        if standing.is_passed(person, course):
            state = "passed"
        elif course_id in person.waived:
            state = "waived"
        waits = TRAINING_FIRST.value() and since is not None and since <= now
        at = read.passed_at.get((pk, course_id))
        found.append(Mine(read.courses[course_id], pk, state, due, waits, at))
    return sorted(found, key=lambda one: (one.is_settled, one.due_on))


def _read(employee_ids: Collection[int]) -> _Read:
    rows = Course.objects.unscoped(reason=REASON).filter(is_retired=False, current__isnull=False)
    courses = {one.pk: one for one in rows.select_related("current")}
    again: dict[int, list[tuple[int, datetime]]] = {}
    versions = Version.objects.unscoped(reason=REASON).filter(again=True, published_at__isnull=False)
    for course, number, at in versions.values_list("course_id", "number", "published_at"):
        again.setdefault(course, []).append((number, at))
    switched = TermValue.objects.filter(name=TRAINING_FIRST.name).values_list("changed_at", flat=True).first()
    passes: dict[int, dict[int, int]] = {}
    passed_at: dict[tuple[int, int], datetime] = {}
    for who, course, number, at in _passed(employee_ids):
        passes.setdefault(who, {})[course], passed_at[who, course] = number, at
    waived: dict[int, set[int]] = {}
    waivers = Waiver.objects.unscoped(reason=REASON).filter(employee__in=employee_ids)
    for who, course in waivers.values_list("employee_id", "course_id"):
        waived.setdefault(who, set()).add(course)
    people = Employee.objects.filter(pk__in=employee_ids).values_list("pk", "role", "joined_at")
    return _Read(
        courses,
        {pk: _asked(one, again.get(pk, []), switched) for pk, one in courses.items()},
        {
            pk: standing.Person(
                pk=pk, role=role, joined=joined, passed=passes.get(pk, {}), waived=waived.get(pk, set())
            )
            for pk, role, joined in people
        },
        passed_at,
    )


def _passed(employee_ids: Collection[int]) -> Any:
    rows = Attempt.objects.unscoped(reason=REASON).filter(employee__in=employee_ids, passed=True).order_by()
    grouped = rows.values("employee_id", "version__course_id")
    newest = grouped.annotate(number=Max("version__number"), last=Max("at"))
    return newest.values_list("employee_id", "version__course_id", "number", "last")


def _asked(
    course: Course, again: Sequence[tuple[int, datetime]], switched: datetime | None
) -> standing.Asked:
    """Required since the course was made so, or since the firm switched it on, whichever came later."""
    published = course.published_at or clock.now()
    begun = course.required_since or published if course.is_required else None
    if begun is not None and switched is not None:
        begun = max(begun, switched)
    return standing.Asked(
        pk=course.pk,
        roles=course.roles,
        begun=begun,
        published=published,
        days=course.days,
        again=tuple(again),
    )


@dataclass(frozen=True, slots=True)
class Lesson:
    """A course as it is read: the version of now, own tries at it, and where one stands."""

    course: Course
    version: Version
    mine: Mine | None
    attempts: list[Attempt]


def lesson(actor: Actor, pk: Any) -> Lesson:
    rows: Any = Course.objects.select_related("current").filter(current__isnull=False)
    course: Course = fetch(actor, rows, pk, verb="training.see")
    assert course.current is not None
    tries = Attempt.objects.visible_to(actor).filter(employee=actor.employee_id, version__course=course)
    mine = next((one for one in courses_of(actor) if one.course.pk == course.pk), None)
    return Lesson(course, course.current, mine, list(tries.select_related("version")[:20]))


def attempt(actor: Actor, pk: Any) -> Attempt:
    rows: Any = Attempt.objects.select_related("version", "version__course", "employee")
    found: Attempt = fetch(actor, rows, pk, verb="training.see")
    return found


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with what was chosen: (choice, whether it was chosen, whether it is right)."""

    text: str
    choices: list[tuple[str, bool, bool]]

    @property
    def is_right(self) -> bool:
        return all(chosen == right for _text, chosen, right in self.choices)


def answers_said(attempt: Attempt) -> list[Answer]:
    """Where it was not passed, nobody is told which choice would have been right: only which question."""
    given = [set(one) for one in attempt.answers]
    return [
        Answer(
            one.text,
            [(text, n in said, n in one.right) for n, text in enumerate(one.choices)],
        )
        for one, said in zip(
            attempt.version.questions, [*given, *[set()] * len(attempt.version.questions)], strict=False
        )
    ]


def library(actor: Actor) -> list[Course]:
    """Every course there is, with drafts, for whoever writes them."""
    require(actor, "training.edit")
    return list(Course.objects.visible_to(actor).select_related("current").prefetch_related(None))


def drafts(actor: Actor) -> dict[int, Version]:
    require(actor, "training.edit")
    return {one.course_id: one for one in Version.objects.visible_to(actor).filter(published_at=None)}


def draft(actor: Actor, pk: Any) -> Version:
    rows: Any = Version.objects.select_related("course")
    found: Version = fetch(actor, rows, pk, verb="training.edit")
    return found


def course(actor: Actor, pk: Any) -> Course:
    rows: Any = Course.objects.select_related("current")
    found: Course = fetch(actor, rows, pk, verb="training.edit")
    return found


def roles_said(course: Course) -> list[str]:
    return [str(Role(one).label) for one in course.roles]
