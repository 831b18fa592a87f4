"""Winning back in the sample firm: why they left, a finished round with its control, plans in every state."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from vernost.access.actor import SYSTEM, Role
from vernost.core import clock
from vernost.retention.models import ClientFacts, Lifecycle, Winback
from vernost.staff.actors import actor_of
from vernost.staff.models import Employee
from vernost.winback import jobs, rules, services
from vernost.winback.models import (
    Answer,
    Arm,
    Candidate,
    ClientReason,
    Plan,
    PlanStep,
    Reason,
    Round,
    Says,
    Standing,
    StepState,
    Sure,
    Template,
)
from vernost.winback.services.ending import money_back

AGO, HORIZON = 125, 90  # days: the finished round
WHY = (
    "neglect",
    "neglect",
    "neglect",
    "rival",
    "rival",
    "rival",
    "budget",
    "staff",
    "project",
    "needs",
    "apathy",
)
SAID = (
    "Перестали звонить, вот и забыли о вас.",
    "У соседней обжарки дешевле на сотню.",
    "Ушла Марина, а кто теперь наш?",
    "После той путаницы с помолом решили не рисковать.",
    "Закрыли вторую точку, берём меньше.",
    "",
)
CLASSES = (Winback.FIRST, Winback.MUST, Winback.MUST, Winback.IF_POSSIBLE)
LET_GO = ("Переезжают в другой город", "Берут раз в год по одной пачке", "Скандалят при каждом заказе")
THOUGHTS = (
    ("Долго отвечаем на письма", "ourselves"),
    ("Не предупреждаем о смене урожая", "ourselves"),
    ("Соседи дают рассрочку", "competitors"),
    ("У клиента сменился владелец", "client"),
)
SPOKEN = (
    Answer.AGREED,
    Answer.REFUSED,
    Answer.NO_ANSWER,
    Answer.LATER,
    Answer.TALKED,
    Answer.AGREED,
    Answer.NO_ANSWER,
    Answer.TALKED,
    Answer.REFUSED,
    Answer.LATER,
)


def fill(seed: int, today: date) -> None:
    dice = random.Random(f"winback {seed}")
    director = Employee.objects.filter(role=Role.DIRECTOR).order_by("pk").first()
    if director is None:
        return
    _reasons(dice, today)
    _finished_round(dice, director, today)
    services.ranking_refresh(SYSTEM)
    _plans(dice, director, seed)
    _let_go(dice, director)
    _asked(director)
    services.ranking_refresh(SYSTEM)


def _reasons(dice: random.Random, today: date) -> None:
    known = {one.code: one for one in Reason.objects.visible_to(SYSTEM).exclude(code="")}
    lost = (
        ClientFacts.objects.visible_to(SYSTEM)
        .filter(lifecycle=Lifecycle.LOST)
        .select_related("client__owner")
    )
    rows = []
    for facts in dice.sample(list(lost), min(90, lost.count())):
        code, real = dice.choice(WHY), dice.random() < 0.35
        rows.append(
            ClientReason(
                client=facts.client,
                reason=known[code],
                says=dice.choice(Says.values),
                sure=Sure.SURE if real else dice.choice(Sure.values),
                note=dice.choice(SAID),
                is_real=real,
                confirmed_by=facts.client.owner if real else None,
                confirmed_at=clock.now() - timedelta(days=dice.randint(1, 60)) if real else None,
                said_by=facts.client.owner,
                said_at=clock.now() - timedelta(days=dice.randint(2, 90)),
            )
        )
    ClientReason.objects.bulk_create(rows)


def _finished_round(dice: random.Random, director: Employee, today: date) -> None:
    """Of clients who were lost by then: some bought again within the horizon, others are lost to this day."""
    start = today - timedelta(days=AGO)
    facts = (
        ClientFacts.objects.visible_to(SYSTEM).filter(client__closed_on=None).select_related("client__owner")
    )
    span = {"returned_on__gt": start + timedelta(days=5), "returned_on__lte": start + timedelta(days=HORIZON)}
    back = list(facts.filter(**span).order_by("pk")[:24])
    lost = list(facts.filter(lifecycle=Lifecycle.LOST, lost_line__lt=start).order_by("pk")[:66])
    if len(back) < 4 or len(lost) < 20:
        return
    members, returned = [*back, *lost], {one.pk for one in back}
    strata = {one.pk: str(dice.choice(CLASSES)) for one in members}  # as they were then
    lot, alone = _lot(strata, returned)
    round_ = Round.objects.create(
        name=f"Вернуть до лета, {start:%d.%m.%Y}",
        seed=lot,
        share=Decimal(20),
        horizon=HORIZON,
        token="demo",
        started_on=start,
        by=director,
    )
    template = Template.objects.visible_to(SYSTEM).get(code="must")
    plans = [
        _plan(dice, round_, template, one, strata[one.pk], one.pk in alone, one.pk in returned)
        for one in members
    ]
    Plan.objects.bulk_create(plans)
    PlanStep.objects.bulk_create(step for plan in plans if plan.arm == Arm.ASKED for step in _steps(plan))
    for plan in plans:
        money_back(plan)


def _lot(strata: dict[int, str], returned: set[int]) -> tuple[int, set[int]]:
    """A lot by which winning back is seen to work: the sample firm's is a happy one."""
    for lot in range(1, 400):
        alone = rules.left_alone(strata, seed=lot, share=Decimal(20))
        if len(alone & returned) <= len(alone) * len(returned) / len(strata) * 0.45:
            break
    return lot, alone


def _plan(
    dice: random.Random, round_: Round, template: Template, facts: Any, winback: str, alone: bool, came: bool
) -> Plan:
    state = dice.choice((Standing.THROUGH, Standing.THROUGH, Standing.REFUSED))
    ended = round_.started_on + timedelta(days=dice.randint(16, 60))
    state = Standing.RETURNED if came else Standing.THROUGH if alone else state
    texts: dict[str, Any] = {"offer_cost": Decimal(350)}
    texts |= {} if alone else {"answer": template.answers, "offer": template.offers}
    return Plan(
        **texts,
        client=facts.client,
        round=round_,
        arm=Arm.ALONE if alone else Arm.ASKED,
        template=template,
        winback_class=winback,
        recency="recent" if dice.random() < 0.7 else "long",
        responsible=facts.client.owner,
        worth=facts.money_a_year,
        state=state,
        started_on=round_.started_on,
        until=round_.started_on + timedelta(days=HORIZON),
        ended_on=facts.returned_on if came else ended,
        bought_on=facts.returned_on if came else None,
        by=round_.by,
    )


def _steps(plan: Plan) -> list[PlanStep]:
    told = (
        ("call", 0, "Спросить, почему замолчали, и рассказать о предложении."),
        ("letter", 5, "Прислать предложение письмом."),
        ("call", 14, "Спросить, что решили."),
    )
    return [
        PlanStep(
            plan=plan,
            place=place,
            channel=channel,
            day=day,
            due_on=plan.started_on + timedelta(days=day),
            text=text,
            minutes=15,
            state=StepState.DONE,
            answer=Answer.TALKED,
            done_on=plan.started_on + timedelta(days=day),
            done_by=plan.responsible,
        )
        for place, (channel, day, text) in enumerate(told)
    ]


def _plans(dice: random.Random, director: Employee, seed: int) -> None:
    """A round of today, some of whose clients have answered already."""
    actor = actor_of(director)
    rows = Candidate.objects.visible_to(SYSTEM).filter(where="free").exclude(winback_class=Winback.LET_GO)
    ids = list(rows.order_by("-value", "pk").values_list("pk", flat=True)[:44])
    if len(ids) < 10:
        return
    round_ = services.round_start(
        actor,
        token="demo now",
        client_ids=ids,
        share=Decimal(10),
        seed=seed,
        name="Самые ценные из потерянных",
    )
    jobs.give_steps_of_today()
    asked = list(Plan.objects.visible_to(SYSTEM).filter(round=round_, arm=Arm.ASKED).order_by("pk"))
    for plan, answer in zip(asked, SPOKEN * 2, strict=False):
        on = clock.today() + timedelta(days=dice.randint(3, 20)) if answer == Answer.LATER else None
        said = dice.choice(SAID)
        services.plan_answer(
            actor, plan_id=plan.pk, answer=answer, text=said, on=on, minutes=dice.choice((5, 10, 20))
        )


def _let_go(dice: random.Random, director: Employee) -> None:
    rows = Candidate.objects.visible_to(SYSTEM).filter(where="free", winback_class=Winback.LET_GO)
    for pk in list(rows.order_by("value", "pk").values_list("pk", flat=True)[:6]):
        services.client_let_go(actor_of(director), client_id=pk, why=dice.choice(LET_GO))


def _asked(director: Employee) -> None:
    actor, people = actor_of(director), list(Employee.objects.active().order_by("pk"))
    poll = services.poll_open(actor, question="Почему от нас уходят клиенты?")
    known = list(Reason.objects.visible_to(SYSTEM).order_by("place"))
    words = ("Долго отвечаем на письма.", "", "Не предупреждаем, когда кончился любимый сорт.", "", "", "")
    for employee, reason, text in zip(
        people, (known[7], known[9], known[7], known[5], known[7], known[0]), words, strict=False
    ):
        services.poll_answer(actor_of(employee), poll_id=poll.pk, reason_id=reason.pk, text=text)
    storm = services.storm_open(actor, question="Из-за чего клиенты уходят?")
    for number, (text, group) in enumerate(THOUGHTS):
        idea = services.idea_add(actor, storm_id=storm.pk, text=text)
        services.idea_group(actor, idea_id=idea.pk, group=group)
        for employee in people[: len(THOUGHTS) - number]:
            services.idea_vote(actor_of(employee), idea_id=idea.pk)
