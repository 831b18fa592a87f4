"""WHO MAY DO WHAT: the one table. Verb → who.

What a person does not see does not exist for them (scopes.py, 404). This table is about the verbs on what
they do see (403). A verb that is not here cannot be asked for. Keep a context's verbs together, in the
order of its work.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from vernost.access.actor import Actor, Kind, Role
from vernost.access.errors import UnknownVerb
from vernost.core.errors import NotAllowed, NotSignedIn, NotVisible


@dataclass(frozen=True, slots=True)
class Who:
    """Some roles; with ``own``, besides them whoever the thing belongs to (or their deputy)."""

    roles: frozenset[Role] = frozenset()
    own: bool = False

    def __or__(self, other: Who) -> Who:
        return Who(self.roles | other.roles, self.own or other.own)


def _roles(*roles: Role) -> Who:
    return Who(frozenset(roles))


EVERYONE = _roles(*Role)
DIRECTOR = _roles(Role.DIRECTOR)
HEADS = _roles(Role.HEAD, Role.DIRECTOR)
SELLERS = _roles(Role.MANAGER, Role.HEAD, Role.DIRECTOR)
MARKETING = _roles(Role.MARKETER, Role.DIRECTOR)
CARING = _roles(Role.MANAGER, Role.HEAD, Role.SUPPORT, Role.DIRECTOR)
OWN = Who(own=True)
NOBODY = Who()  # but whoever holds the link of a letter

POLICIES: dict[str, Who] = {
    # staff/
    "staff.see": EVERYONE,
    "staff.add": DIRECTOR,
    "staff.edit": DIRECTOR,
    "staff.edit_self": EVERYONE,
    "staff.set_password": DIRECTOR,
    "staff.change_role": DIRECTOR,
    "staff.deactivate": DIRECTOR,
    "team.edit": DIRECTOR,
    "deputy.set": HEADS,
    "session.see_all": DIRECTOR,
    "session.end": OWN | DIRECTOR,
    "token.make": EVERYONE,
    # the firm
    "terms.see": HEADS,
    "terms.edit": DIRECTOR,
    # journal/
    "audit.see": DIRECTOR,
    "alerts.see": DIRECTOR,
    # clients/
    "client.see": EVERYONE,
    "client.add": EVERYONE,
    "client.edit": EVERYONE,
    "client.close": SELLERS,
    "client.hand_over": HEADS,
    "handover.see_all": DIRECTOR,
    "client.take_ownerless": SELLERS,
    "client.merge": SELLERS,
    "client.export": HEADS | MARKETING,
    "client.bulk_change": HEADS | MARKETING,
    "client.tag": EVERYONE,
    "client.export_person": HEADS,
    "client.erase_person": DIRECTOR,
    "client.import": HEADS | MARKETING,
    "cost.see": HEADS | MARKETING,
    "cost.edit": MARKETING,
    "offer.make": EVERYONE,
    "pyramid.see": EVERYONE,
    "consent.record": EVERYONE,
    "custom_field.edit": DIRECTOR,
    "segment.save": EVERYONE,
    "segment.share": HEADS | MARKETING,
    # orders/
    "order.see": EVERYONE,
    "order.add": CARING,
    "order.edit": CARING,
    "order.refund": SELLERS,
    "return.handle": SELLERS,
    "delay_cause.edit": HEADS,
    "order.delete": HEADS,
    "order.export": HEADS | MARKETING,
    "order.import": HEADS,
    # post/
    "letter.see": EVERYONE,
    "letter.see_of_staff": DIRECTOR,
    "letter.write": EVERYONE,
    "letter.cancel": EVERYONE,
    "letter.again": EVERYONE,
    "letter.leave": NOBODY,
    # playbooks/
    "playbook.see": EVERYONE,
    "playbook.use": EVERYONE,
    "playbook.note": EVERYONE,
    "playbook.edit": MARKETING,
    # agenda/
    "agenda.see": CARING,
    "agenda.see_team": HEADS,
    "contact.log": EVERYONE,
    "promise.make": EVERYONE,
    "promise.settle": CARING,
    "step.set": EVERYONE,
    "step.settle": CARING,
    "cause.answer": CARING,
    # sales/
    "deal.see": EVERYONE,
    "deal.edit": SELLERS,
    "deal.assign": HEADS,
    "deal.import": HEADS,
    "deal.analyse": EVERYONE,
    "deal.analyse_by_seller": HEADS,
    "stages.edit": HEADS,
    "reasons.edit": DIRECTOR,
    # intake/
    "request.see": EVERYONE,
    "request.add": EVERYONE,
    "request.send": Who(),  # by nobody of the firm: by the form on the site, by a letter
    "request.take": CARING,
    "request.answer": CARING,
    "request.tie": CARING,
    "request.close": CARING,
    "request.assign": HEADS,
    "request.desk": DIRECTOR,
    "request.form": MARKETING,
    # courtesy/
    "courtesy.see": EVERYONE,
    "courtesy.begin": NOBODY,
    "courtesy.answer": NOBODY,
    # complaints/
    "complaint.see": EVERYONE,
    "complaint.take": EVERYONE,
    "complaint.work": CARING,
    "complaint.assign": CARING,
    "complaint.approve": HEADS,
    "complaint.causes": DIRECTOR,
    "complaint.authority": DIRECTOR,
    "complaint.follow": NOBODY,
    # voice/: surveys and answers
    "voice.see": EVERYONE,
    "survey.edit": HEADS | MARKETING,
    "survey.wave": HEADS | MARKETING,
    "survey.ask": EVERYONE,
    "response.enter": EVERYONE,
    "response.give": NOBODY,
    "voice.theme": EVERYONE,
    "voice.causes": MARKETING,
    "voice.export": HEADS | MARKETING,
    # team/
    "commission.see": EVERYONE,
    "commission.see_all": DIRECTOR,
    "commission.rules": DIRECTOR,
    "commission.correct": DIRECTOR,
    "commission.close": DIRECTOR,
    "idea.see": EVERYONE,
    "idea.add": EVERYONE,
    "idea.support": EVERYONE,
    "idea.answer": HEADS,
    "idea.reward": DIRECTOR,
    "idea.effect": HEADS,
    "training.see": EVERYONE,
    "training.pass": EVERYONE,
    "training.results": HEADS,
    "training.see_all": DIRECTOR,
    "training.edit": DIRECTOR,
    "training.waive": DIRECTOR,
    # reviews/
    "review.see": EVERYONE,
    "review.ask": EVERYONE,
    "review.take": EVERYONE,
    "review.moderate": HEADS | MARKETING,
    "review.widget": MARKETING,
    "review.write": NOBODY,
    # voice/: what follows from an answer
    "loop.see": EVERYONE,
    "loop.work": CARING,
    "loop.open": NOBODY,
    "loop.see_by_employee": HEADS,
    "improvement.see": EVERYONE,
    "improvement.edit": HEADS | MARKETING,
    # standards/
    "standard.see": EVERYONE,
    "standard.see_by_employee": HEADS,
    "standard.edit": HEADS,
    "standard.rival": EVERYONE,
    "standard.check": EVERYONE,
    "standard.checks": HEADS | MARKETING,
    "breach.see": EVERYONE,
    "breach.settle": CARING,
    # retention/
    "facts.see": EVERYONE,
    "facts.refresh": HEADS | MARKETING,
    "sources.see": EVERYONE,
    "loss.see": EVERYONE,
    "loss.see_by_employee": HEADS,
    # winback/
    "winback.see": EVERYONE,
    "winback.plan": SELLERS,
    "winback.work": CARING,
    "winback.call_off": HEADS,
    "winback.let_go": SELLERS,
    "winback.reason": EVERYONE,
    "winback.confirm": CARING,
    "winback.reasons": HEADS | MARKETING,
    "winback.templates": HEADS | MARKETING,
    "winback.results": HEADS | MARKETING,
    "winback.results_by_employee": HEADS,
    "winback.ask": HEADS,  # open and close polls and brainstorms
    "winback.answer": EVERYONE,
    "mouth.see": HEADS | MARKETING,
    # indicators/
    "indicator.see": EVERYONE,
    "indicator.aim": DIRECTOR,
    "indicator.export": HEADS | MARKETING,
}


def may(actor: Actor, verb: str, obj: Any = None) -> bool:
    """Whether the verb is allowed; for buttons and lists. Services use ``require``."""
    try:
        who = POLICIES[verb]
    except KeyError:
        raise UnknownVerb(verb) from None
    if obj is not None and not _sees(actor, obj):
        return False
    if actor.kind is Kind.SYSTEM:
        return True
    if actor.verbs is not None and verb not in actor.verbs:
        return False
    if actor.kind is Kind.TOKEN:
        return actor.verbs is not None
    if actor.kind is not Kind.EMPLOYEE:
        return False
    return actor.role in who.roles or (who.own and obj is not None and _owns(actor, obj))


def require(actor: Actor, verb: str, obj: Any = None) -> None:
    """The first line of every service: 401, 404 or 403, in this order, or nothing."""
    allowed = may(actor, verb, obj)
    if allowed:
        return
    if actor.kind is Kind.ANONYMOUS:
        raise NotSignedIn
    if obj is not None and not _sees(actor, obj):
        raise NotVisible
    raise NotAllowed(verb=verb)


def _sees(actor: Actor, obj: Any) -> bool:
    scope = getattr(obj, "scope", None)
    return scope is None or bool(scope.holds(actor, obj))


def _owns(actor: Actor, obj: Any) -> bool:
    scope = getattr(obj, "scope", None)
    owner = scope.owner_of(obj) if scope else None
    return actor.is_self(owner) or actor.stands_in_for(owner)
