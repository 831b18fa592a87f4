"""Plans as they are listed and opened; clients who came back and are fragile (rule 2.4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.clients.models import Client
from vernost.core.paging import Page, keyset_page
from vernost.retention.models import ClientFacts, Lifecycle
from vernost.winback.models import (
    AHEAD,
    Arm,
    Candidate,
    ClientReason,
    LetGo,
    Plan,
    PlanStep,
    Standing,
)

ON_CARD = 5
RETURNED_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPlans:
    state: str = ""
    arm: str = ""
    responsible: int | None = None
    round: int | None = None


def plan_list(actor: Actor, asked: AskedPlans, *, after: str = "") -> Page[Plan]:
    """The newest first."""
    require(actor, "winback.see")
    rows = Plan.objects.visible_to(actor).filter(client__is_live=True)
    for name in ("state", "arm", "responsible", "round"):
        if value := getattr(asked, name):
            rows = rows.filter(**{name: value})
    rows = rows.select_related("client", "responsible", "reason")
    return keyset_page(rows, order=("-started_on", "-id"), after=after)


def plan_counts(actor: Actor) -> dict[str, int]:
    """How many plans stand where; of the control group under «alone»."""
    rows = Plan.objects.visible_to(actor).filter(client__is_live=True).order_by()
    found: dict[str, int] = {}
    for arm, state, number in rows.values_list("arm", "state").annotate(n=Count("pk")):
        name = state if arm == Arm.ASKED else Arm.ALONE
        if arm == Arm.ASKED or state == Standing.OPEN:
            found[name] = found.get(name, 0) + number
    return found


@dataclass(frozen=True, slots=True)
class Card:
    plan: Plan
    steps: list[PlanStep]
    reasons: list[ClientReason]

    @property
    def current(self) -> PlanStep | None:
        if not self.plan.is_open:
            return None
        return next((one for one in self.steps if one.state in AHEAD), None)


def card(actor: Actor, pk: Any) -> Card:
    """A plan, whole: three queries."""
    joins = ("client__owner", "client__facts", "responsible", "reason", "round", "template", "by")
    rows: Any = Plan.objects.select_related(*joins)
    plan: Plan = fetch(actor, rows, pk, verb="winback.see")
    steps = PlanStep.objects.visible_to(actor).filter(plan=plan).select_related("done_by")
    why = ClientReason.objects.visible_to(actor).filter(client=plan.client_id)
    return Card(plan, list(steps), list(why.select_related("reason", "said_by", "confirmed_by")))


def of_client(actor: Actor, client: Client) -> dict[str, Any] | None:
    """The panel of the client's card; None where there is nothing to say: not lost, and no plan ever."""
    plans = list(
        Plan.objects.visible_to(actor)
        .filter(client=client)
        .select_related("responsible")
        .order_by("-id")[:ON_CARD]
    )
    why = ClientReason.objects.visible_to(actor).filter(client=client)
    reasons = list(why.select_related("reason", "said_by", "confirmed_by"))
    let_go = (
        LetGo.objects.visible_to(actor).filter(client=client, taken_back_on=None).select_related("by").first()
    )
    facts: ClientFacts | None = getattr(client, "facts", None)
    lost = facts is not None and facts.lifecycle == Lifecycle.LOST
    candidate = Candidate.objects.visible_to(actor).filter(client=client).first() if lost else None
    return {
        "plans": plans,
        "reasons": reasons,
        "let_go": let_go if lost else None,
        "lost": lost,
        "candidate": candidate,
        "open": next((one for one in plans if one.is_open), None),
    }


def returned_clients(actor: Actor) -> list[tuple[ClientFacts, Plan | None]]:
    """Who came back and is fragile, the latest first, with the plan that brought them, if any."""
    require(actor, "winback.see")
    rows = ClientFacts.objects.visible_to(actor).filter(lifecycle=Lifecycle.RETURNED, client__is_live=True)
    facts = list(rows.select_related("client__owner").order_by("-last_purchase", "pk")[:RETURNED_SHOWN])
    plans = Plan.objects.visible_to(actor).filter(
        client__in=[one.client_id for one in facts], state=Standing.RETURNED
    )
    brought = {one.client_id: one for one in plans.order_by("bought_on", "pk")}
    return [(one, brought.get(one.client_id)) for one in facts]
