"""WHO GETS WHAT at every address. A route without a row here fails the sweep.

A row says, for each of the cast, the status of a GET, or of a POST where the address takes only that. Short
rows: ``EMPLOYEES`` all signed in; ``only("director")`` others 403; whoever is not signed in is sent to sign
in (302).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.cast import EVERYBODY, NAMES, Cast
from tests.isolation import team_things
from vernost.core import clock

OUTSIDE = ("anonymous", "revoked")


@dataclass(frozen=True, slots=True)
class Row:
    """``kwargs``: what stands in the address, made from the cast; ``data``: the body of a POST."""

    answers: dict[str, int]
    method: str = "get"
    kwargs: Callable[[Cast], dict[str, Any]] = lambda cast: {}
    data: dict[str, Any] = field(default_factory=dict)


def employees(status: int = 200, **more: Any) -> Row:
    return Row({**dict.fromkeys(NAMES, status), **dict.fromkeys(OUTSIDE, 302)}, **more)


def only(*names: str, status: int = 200, **more: Any) -> Row:
    answers = {**dict.fromkeys(NAMES, 403), **dict.fromkeys(OUTSIDE, 302), **dict.fromkeys(names, status)}
    return Row(answers, **more)


def everybody(status: int = 200, *, inside: int | None = None, **more: Any) -> Row:
    """Pages without sign-in; ``inside`` for those who are signed in already."""
    answers = {
        **dict.fromkeys(EVERYBODY, status),
        **dict.fromkeys(NAMES, status if inside is None else inside),
    }
    return Row(answers, **more)


def of_owner(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.owner.pk}


def deputy_of_owner(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.owner.pk, "deputy": cast.owner.deputies.get().pk}


def team_of_owner(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.owner.team_id}


SEE_OWNERS_CLIENT = ("owner", "deputy", "head", "director", "support")


def of_client(status: int = 200, *, forbidden: tuple[str, ...] = (), **more: Any) -> Row:
    """A page of a client of ``owner``: whoever does not see the client gets 404, whoever may not at all
    403."""
    answers = {name: status if name in SEE_OWNERS_CLIENT else 404 for name in NAMES}
    return Row({**answers, **dict.fromkeys(forbidden, 403), **dict.fromkeys(OUTSIDE, 302)}, **more)


def a_client(cast: Cast, name: str = "Client of the owner") -> Any:
    from vernost.clients import services

    return services.client_add(cast.actor("owner"), name=name, phones=["+79161234567"], emails=["a@b.ru"])


def pk_of_client(cast: Cast) -> dict[str, Any]:
    return {"pk": a_client(cast).pk}


def part_of_client(kind: str) -> Callable[[Cast], dict[str, Any]]:
    def made(cast: Cast) -> dict[str, Any]:
        from vernost.clients import services

        client, actor = a_client(cast), cast.actor("owner")
        parts: dict[str, Callable[[], Any]] = {
            "phone": lambda: client.phones.visible_to(actor).get(),
            "email": lambda: client.emails.visible_to(actor).get(),
            "person": lambda: services.person_add(actor, client_id=client.pk, name="Person"),
            "note": lambda: services.note_add(actor, client_id=client.pk, text="Note"),
            "entry": lambda: services.dossier_add(actor, client_id=client.pk, about="risk", title="Price"),
            "other": lambda: a_client(cast, "Another client"),
        }
        return {"pk": client.pk, kind: parts[kind]().pk}

    return made


def a_merge(cast: Cast) -> dict[str, Any]:
    from vernost.clients import services

    pair = part_of_client("other")(cast)
    actor = cast.actor("owner")
    return {"merge": services.clients_merge(actor, survivor_id=pair["pk"], absorbed_id=pair["other"]).pk}


def _taken(cast: Cast) -> Any:
    from vernost.complaints import services

    return services.complaint_take(cast.actor("owner"), client_id=a_client(cast).pk, text="Late")


def a_survey(cast: Cast) -> dict[str, Any]:
    from vernost.voice.tests.factories import survey_of

    return {"pk": survey_of(cast).pk}


def client_and_survey(cast: Cast) -> dict[str, Any]:
    return {**pk_of_client(cast), "survey": a_survey(cast)["pk"]}


def a_draft_survey(cast: Cast) -> dict[str, Any]:
    from vernost.voice.tests.factories import survey_of

    return {"pk": survey_of(cast, opened=False).pk}


def a_wave(cast: Cast) -> dict[str, Any]:
    from vernost.voice import services

    return {
        "pk": services.wave_make(
            cast.actor("director"),
            survey_id=a_survey(cast)["pk"],
            name="Wave",
            days=1,
            starts_on=clock.today(),
        ).pk
    }


def address_of_survey(cast: Cast) -> dict[str, Any]:
    from vernost.voice.models import Survey

    return {"address": Survey._base_manager.get(pk=a_survey(cast)["pk"]).address}


def _loop(cast: Cast, *, over: bool = False) -> Any:
    from vernost.access.actor import SYSTEM
    from vernost.voice import services
    from vernost.voice.tests.factories import answered

    response = answered(cast, 9, client=a_client(cast), comment="Well")
    loop = services.loop_open(SYSTEM, response_id=response.pk)
    assert loop is not None
    return services.loop_close(cast.actor("owner"), loop_id=loop.pk, outcome="thanked") if over else loop


def a_loop(cast: Cast) -> dict[str, Any]:
    return {"pk": _loop(cast).pk}


def an_improvement(cast: Cast) -> dict[str, Any]:
    from decimal import Decimal

    from vernost.voice import services

    said: dict[str, Any] = {"name": "Answers", "measured": "own", "measure": "Minutes", "before": Decimal(9)}
    actor, today = cast.actor("director"), clock.today()
    one = services.improvement_begin(actor, owner_id=cast.head.pk, due_on=today, plan="Why", **said)
    return {"pk": one.pk}


CAUSE = 999_001  # its key, as a form says it


def an_answer_of_survey(cast: Cast) -> dict[str, Any]:
    """Of a client of the owner."""
    from vernost.voice import services

    actor = cast.actor("director")
    survey = services.survey_make(actor, name="Survey", kind="nps")
    survey = services.survey_open(actor, survey_id=survey.pk)
    taken = services.response_take(
        cast.actor("owner"), survey=survey, channel="call", score=3, client=a_client(cast)
    )
    return {"pk": taken.pk}


def a_cause_of_answers(cast: Cast) -> dict[str, Any]:
    from vernost.voice.models import Cause

    return {"pk": Cause.objects.create(pk=CAUSE, name="Кислый кофе").pk}


def an_answer_with_cause(cast: Cast) -> dict[str, Any]:
    a_cause_of_answers(cast)
    return an_answer_of_survey(cast)


def a_complaint(cast: Cast) -> dict[str, Any]:
    return {"pk": _taken(cast).pk}


def address_of_complaint(cast: Cast) -> dict[str, Any]:
    from vernost.complaints import links

    return {"token": links.token_of(_taken(cast))}


def a_cause(cast: Cast) -> dict[str, Any]:
    from vernost.complaints import services

    return {"pk": services.cause_add(cast.actor("director"), name="Of the firm").pk}


def _lost(cast: Cast) -> Any:
    from vernost.winback.tests.factories import lost

    return lost(cast)[0]


def a_lost_client(cast: Cast) -> dict[str, Any]:
    return {"pk": _lost(cast).pk}


def a_winback_plan(cast: Cast) -> dict[str, Any]:
    from vernost.winback import services

    return {"pk": services.plan_start(cast.actor("owner"), client_id=_lost(cast).pk).pk}


def a_winback_round(cast: Cast) -> dict[str, Any]:
    from vernost.winback import services

    client = _lost(cast)
    return {"pk": services.round_start(cast.actor("owner"), token="t", client_ids=[client.pk]).pk}


def a_reason_to_leave(cast: Cast) -> dict[str, Any]:
    from vernost.winback.models import Reason

    return {"pk": Reason.objects.visible_to(cast.actor("owner")).get(code="neglect").pk}


def a_winback_template(cast: Cast) -> dict[str, Any]:
    from vernost.winback.models import Template

    return {"pk": Template.objects.visible_to(cast.actor("owner")).get(code="must").pk}


def a_winback_poll(cast: Cast) -> dict[str, Any]:
    from vernost.winback import services

    return {"pk": services.poll_open(cast.actor("head"), question="Why?").pk}


def a_brainstorm(cast: Cast) -> dict[str, Any]:
    from vernost.winback import services

    return {"pk": services.storm_open(cast.actor("head"), question="Why?").pk}


def an_idea(cast: Cast) -> dict[str, Any]:
    from vernost.winback import services

    storm = a_brainstorm(cast)["pk"]
    return {"pk": services.idea_add(cast.actor("owner"), storm_id=storm, text="Prices").pk}


def a_why(cast: Cast) -> dict[str, Any]:
    from vernost.winback import services

    reason, client = a_reason_to_leave(cast)["pk"], a_client(cast)
    return {"pk": services.why_say(cast.actor("owner"), client_id=client.pk, reason_id=reason).pk}


def an_order(cast: Cast) -> dict[str, Any]:
    from decimal import Decimal

    from vernost.orders import services

    actor = cast.actor("owner")
    return {"pk": services.order_add(actor, client_id=a_client(cast).pk, amount=Decimal(100)).pk}


def a_playbook(cast: Cast) -> dict[str, Any]:
    from vernost.playbooks.models import Playbook

    return {"pk": Playbook.objects.visible_to(cast.actor("owner")).get(slug="slipping").pk}


def a_playbook_version(cast: Cast) -> dict[str, Any]:
    from vernost.playbooks.models import Playbook

    return {"pk": Playbook.objects.visible_to(cast.actor("owner")).get(slug="slipping").current_id}


def a_field_note(cast: Cast) -> dict[str, Any]:
    from vernost.playbooks import services

    playbook = a_playbook(cast)["pk"]
    return {"pk": services.note_add(cast.actor("owner"), playbook_id=playbook, text="They ask why").pk}


def a_letter(cast: Cast) -> dict[str, Any]:
    from vernost.post import services
    from vernost.post.letter_kinds import BY_HAND

    said = {"kind": BY_HAND, "subject": "Price list", "text": "Here it is."}
    return {"pk": services.letter_to_client(cast.actor("owner"), client_id=a_client(cast).pk, **said).pk}


def an_answer(cast: Cast) -> dict[str, Any]:
    from vernost.post.models import InboundLetter, Tied

    said = {"tied": Tied.REFERENCE, "token": "t", "text": "Yes, twenty kilos.", "subject": "Re: Price list"}
    return {"pk": InboundLetter.objects.create(client=a_client(cast), **said).pk}


def a_standard(cast: Cast) -> dict[str, Any]:
    from vernost.standards.models import Standard

    return {"pk": Standard.objects.unscoped(reason="test").get(code="rings").pk}


def a_rival(cast: Cast) -> dict[str, Any]:
    from vernost.standards import services

    actor = cast.actor("owner")
    rival = services.rival_add(actor, standard_id=a_standard(cast)["pk"], name="Rival", does="Within an hour")
    return {"pk": rival.pk}


def of_checker() -> Row:
    """A check is seen by whoever makes it and whoever plans checks."""

    def planned(cast: Cast) -> dict[str, Any]:
        from vernost.standards import services

        actor = cast.actor("owner")
        return {"pk": services.check_plan(actor, way="call", planned_on=clock.today()).pk}

    seen = dict.fromkeys(("owner", "head", "director", "marketer"), 200)
    return Row({**dict.fromkeys(NAMES, 404), **seen, **dict.fromkeys(OUTSIDE, 302)}, kwargs=planned)


def a_breach(cast: Cast) -> dict[str, Any]:
    from vernost.standards.models import Breach

    said = {"of_type": "test", "of_id": 1, "day": clock.today(), "standard_id": a_standard(cast)["pk"]}
    return {"pk": Breach.objects.create(client=a_client(cast), **said).pk}


def a_return(cast: Cast) -> dict[str, Any]:
    from vernost.orders import services

    said = {"wish": "redo", "reason": "Broken"}
    return {"pk": services.return_ask(cast.actor("owner"), order_id=an_order(cast)["pk"], **said).pk}


def a_late_order(cast: Cast) -> dict[str, Any]:
    from vernost.orders import services

    made, actor = an_order(cast), cast.actor("owner")
    services.order_change(actor, order_id=made["pk"], version=1, promised_on=clock.today())
    services.delay_tell(actor, order_id=made["pk"], note="Not in stock")
    return made


def a_delay_cause(cast: Cast) -> dict[str, Any]:
    from vernost.orders.models import DelayCause

    return {"pk": DelayCause.objects.visible_to(cast.actor("director")).get(code="stock").pk}


def a_cost(cast: Cast) -> dict[str, Any]:
    from decimal import Decimal

    from vernost.clients import services

    said = {"month": clock.today(), "source": "webinar", "sum": Decimal(100)}
    return {"pk": services.cost_save(cast.actor("director"), **said).pk}


def a_lower_client(cast: Cast) -> dict[str, Any]:
    from vernost.clients import services

    return {"pk": services.client_add(cast.actor("owner"), name="Not ours yet", level="potential").pk}


def a_first_offer(cast: Cast) -> dict[str, Any]:
    from vernost.clients import services

    client = a_lower_client(cast)["pk"]
    return {"pk": services.offer_make(cast.actor("owner"), client_id=client, text="A sample").pk}


def a_promise(cast: Cast) -> dict[str, Any]:
    from vernost.agenda import services

    said = {"text": "Price list", "due_on": clock.today()}
    return {"pk": services.promise_make(cast.actor("owner"), client_id=a_client(cast).pk, **said).pk}


def a_step(cast: Cast) -> dict[str, Any]:
    from vernost.agenda import services

    client = a_client(cast)
    return {"pk": services.step_set(cast.actor("owner"), client_id=client.pk, due_on=clock.today()).pk}


def a_request(cast: Cast, **values: Any) -> dict[str, Any]:
    """Of the owner's client, so the owner's."""
    from vernost.intake import services

    phone = a_client(cast).phones.visible_to(cast.actor("owner")).get().number
    said = {"channel": "phone", "phone": phone, "text": "Price?", **values}
    return {"pk": services.request_receive(cast.actor("owner"), **said).pk}


def an_untied_request(cast: Cast) -> dict[str, Any]:
    """Nobody's client, given to the owner by hand."""
    from vernost.intake import services

    pk = a_request(cast, phone="+79160000000")["pk"]
    services.request_assign(cast.actor("director"), request_id=pk, employee_id=cast.owner.pk)
    return {"pk": pk}


def a_site_form(cast: Cast) -> Any:
    from vernost.intake import services
    from vernost.intake.models import SiteForm

    known = SiteForm.objects.visible_to(cast.actor("director")).first()
    return known or services.form_save(cast.actor("director"), slug="site", title="Ask us", is_open=True)


def _a_review(cast: Cast, **values: Any) -> Any:
    from vernost.reviews import services

    said = {"stars": 5, "text": "Good", "agreed_how": "By phone", **values}
    return services.review_take(cast.actor("owner"), client_id=a_client(cast).pk, **said)


def a_review(cast: Cast) -> dict[str, Any]:
    return {"pk": _a_review(cast).pk}


def address_of_review(cast: Cast) -> dict[str, Any]:
    return {"secret": _a_review(cast).secret}


def a_widget(cast: Cast) -> dict[str, Any]:
    from vernost.reviews import services

    return {"slug": services.widget_change(cast.actor("director"), address="firm").address}


def a_deal(cast: Cast) -> dict[str, Any]:
    from decimal import Decimal

    from vernost.sales import services

    actor, client = cast.actor("owner"), a_client(cast)
    return {"pk": services.deal_open(actor, client_id=client.pk, title="Deal", amount=Decimal(100)).pk}


def an_offer(cast: Cast) -> dict[str, Any]:
    from decimal import Decimal

    from vernost.sales import services

    line = {"product": "Coffee", "price": Decimal(100)}
    variants = [{"name": "Usual", "gets": "Coffee every day", "lines": [line]}]
    deal = a_deal(cast)["pk"]
    return {"pk": services.offer_save(cast.actor("owner"), deal_id=deal, title="Offer", variants=variants).pk}


def a_stage(cast: Cast) -> dict[str, Any]:
    from vernost.sales.models import Stage

    return {"pk": Stage.objects.unscoped(reason="the firm's own list").order_by("place")[0].pk}


def a_pipeline(cast: Cast) -> dict[str, Any]:
    from vernost.sales.models import Pipeline

    return {"pk": Pipeline.objects.unscoped(reason="the firm's own list")[0].pk}


def a_reason(cast: Cast) -> dict[str, Any]:
    from vernost.sales.models import LostReason

    return {"pk": LostReason.objects.unscoped(reason="the firm's own list")[0].pk}


def an_import(cast: Cast) -> dict[str, Any]:
    """Of the head, tried already, with a row that could not be taken."""
    from vernost.orders import services
    from vernost.orders.importing import keeping

    pieces = ["Имя;Телефон\nПётр;+79161234567\n".encode()]
    run = services.import_start(cast.actor("head"), kind="clients", name="clients.csv", pieces=pieces)
    run.state = "tried"
    run.save()
    keeping.errors_of(run.pk).write_text("row;reason", encoding="utf-8-sig")
    return {"pk": run.pk}


def of_import(status: int = 200, **more: Any) -> Row:
    """Whoever may import sees their own; a director all."""
    answers = {**dict.fromkeys(NAMES, 403), "marketer": 404, "head": status, "director": status}
    return Row({**answers, **dict.fromkeys(OUTSIDE, 302)}, kwargs=an_import, **more)


def a_segment(cast: Cast) -> dict[str, Any]:
    from vernost.clients import services

    tree = {"field": "client.is_key", "op": "yes"}
    name = f"Segment {services.client_add(cast.actor('owner'), name='x').pk}"
    return {"pk": services.segment_save(cast.actor("owner"), name=name, tree=tree).pk}


def a_field(cast: Cast) -> dict[str, Any]:
    from vernost.clients import services
    from vernost.clients.models import CustomField

    known = CustomField.objects.visible_to(cast.actor("director")).first()
    return {"pk": (known or services.field_define(cast.actor("director"), label="Size", kind="text")).pk}


WITH_A_DAY = ("owner", "teammate", "deputy", "stranger", "head", "director", "support")


def a_handover(cast: Cast) -> dict[str, Any]:
    """Planned by the head, for the clients of ``owner``."""
    from vernost.clients import services

    a_client(cast)
    return {"pk": services.handover_plan(cast.actor("head"), leaver_id=cast.owner.pk).pk}


def of_handover(status: int = 200, **more: Any) -> Row:
    """Whoever planned it, and the director."""
    return only("head", "director", status=status, kwargs=a_handover, **more)


NOT_SELLERS = ("marketer", "support")
NOT_HEADS = ("owner", "teammate", "deputy", "marketer", "support", "stranger")
OF_ONES_OWN = {**dict.fromkeys(NAMES, 404), "owner": 200, **dict.fromkeys(OUTSIDE, 302)}
POST_BY_DIRECTOR: dict[str, Any] = {"method": "post", "kwargs": of_owner}

ROUTES: dict[str, Row] = {
    # ui/
    "home": employees(),
    "palette": employees(),
    "news": employees(),
    "theme": everybody(302, method="post", data={"to": "dark"}),
    "language": everybody(302, method="post", data={"to": "en"}),
    "columns": employees(302, method="post", kwargs=lambda cast: {"list_name": "anything"}),
    # The gallery is open in the sample firm and while developing only.
    "gallery": everybody(404),
    "gallery_card": everybody(404),
    "gallery_error": everybody(404, kwargs=lambda cast: {"status": 404}),
    # agenda/
    "today": only("owner", "teammate", "deputy", "stranger", "head", "director", "support"),
    "today_week": only(*WITH_A_DAY),
    "today_month": only(*WITH_A_DAY),
    "promises": only(*WITH_A_DAY),
    "trust": only(*WITH_A_DAY),
    "promise_add": of_client(kwargs=pk_of_client),
    "today_mine": only(*WITH_A_DAY),
    "calendar_open": only(*WITH_A_DAY, method="post"),
    "calendar_close": only(*WITH_A_DAY, status=302, method="post"),
    "day_wishes": only(*WITH_A_DAY, status=302, method="post"),
    # The secret address of somebody's calendar: of nobody's there is nothing.
    "calendar": everybody(404, kwargs=lambda cast: {"secret": "nothing"}),
    "today_team": only("head", "director"),
    "contact_add": of_client(kwargs=pk_of_client),
    "promise_act": of_client(
        302, forbidden=("marketer",), method="post", kwargs=a_promise, data={"act": "done"}
    ),
    "step_act": of_client(302, forbidden=("marketer",), method="post", kwargs=a_step, data={"act": "later"}),
    "cause_act": of_client(
        302,
        forbidden=("marketer",),
        method="post",
        kwargs=lambda cast: {**pk_of_client(cast), "cause": "birthday"},
        data={"act": "done", "of": "2026-11-22"},
    ),
    # playbooks/
    "playbooks": employees(),
    "playbook": employees(kwargs=a_playbook),
    "playbook_version": employees(kwargs=lambda cast: {**a_playbook(cast), "number": 1}),
    "playbook_note_add": employees(302, method="post", kwargs=a_playbook, data={"text": "x"}),
    "playbook_beside": employees(kwargs=a_playbook_version),
    "playbook_used": employees(302, method="post", kwargs=a_playbook_version),
    "playbook_add": only("director", "marketer"),
    "playbook_edit": only("director", "marketer", kwargs=a_playbook),
    "playbook_archive": only("director", "marketer", status=302, method="post", kwargs=a_playbook),
    "playbook_draft": only("director", "marketer", kwargs=a_playbook),
    "playbook_draft_drop": only("director", "marketer", status=302, method="post", kwargs=a_playbook),
    "playbook_note_answer": only("director", "marketer", kwargs=a_field_note),
    # post/
    "letters": employees(),
    "letters_in": employees(),
    "letter_in": of_client(kwargs=an_answer),
    "letter": of_client(kwargs=a_letter),
    "letter_cancel": of_client(302, method="post", kwargs=a_letter),
    "letter_again": of_client(302, method="post", kwargs=a_letter),
    "letter_write": of_client(kwargs=pk_of_client),
    "letter_address_free": of_client(302, method="post", kwargs=pk_of_client),
    "letter_leave": everybody(404, kwargs=lambda cast: {"secret": "nothing"}),
    # standards/
    "standards": employees(),
    "standard": employees(kwargs=a_standard),
    "standard_add": only("head", "director"),
    "standard_edit": only("head", "director", kwargs=a_standard),
    "standard_retire": only("head", "director", status=302, method="post", kwargs=a_standard),
    "standard_rival": employees(kwargs=a_standard),
    "standard_rival_drop": employees(302, method="post", kwargs=a_rival),
    "standard_checks": employees(),
    "standard_check_add": employees(),
    "standard_check": of_checker(),
    "standard_breaches": employees(),
    "standard_breach": of_client(forbidden=("marketer",), kwargs=a_breach),
    "opening_hours": everybody(),
    # intake/
    "requests": employees(),
    "request_add": employees(),
    "request_times": employees(),
    "request_desk": only("director"),
    "request": of_client(kwargs=a_request),
    "request_take": of_client(302, forbidden=("marketer",), method="post", kwargs=a_request),
    "request_answer": of_client(302, forbidden=("marketer",), kwargs=a_request),
    "request_tie": of_client(
        302,
        forbidden=("marketer",),
        method="post",
        kwargs=lambda cast: {**an_untied_request(cast), "client": a_client(cast).pk},
    ),
    "request_client": of_client(302, forbidden=("marketer",), method="post", kwargs=an_untied_request),
    "request_assign": of_client(
        302,
        forbidden=("owner", "teammate", "deputy", "marketer", "support", "stranger"),
        method="post",
        kwargs=an_untied_request,
        data={"employee": "1"},
    ),
    "request_close": of_client(
        302, forbidden=("marketer",), method="post", kwargs=a_request, data={"why": "other"}
    ),
    "request_spam": of_client(302, forbidden=("marketer",), method="post", kwargs=a_request),
    "request_reopen": of_client(302, forbidden=("marketer",), method="post", kwargs=a_request),
    "site_forms": only("marketer", "director"),
    "site_form_add": only("marketer", "director"),
    "site_form_edit": only("marketer", "director", kwargs=lambda cast: {"pk": a_site_form(cast).pk}),
    "site_form": everybody(kwargs=lambda cast: {"slug": a_site_form(cast).slug}),
    "site_form_token": everybody(kwargs=lambda cast: {"slug": a_site_form(cast).slug}),
    "site_form_thanks": everybody(kwargs=lambda cast: {"slug": a_site_form(cast).slug}),
    # sales/
    "deals": employees(),
    "deals_list": employees(),
    "deals_analysis": employees(),
    "deal_add": only("owner", "teammate", "deputy", "stranger", "head", "director"),
    "deal": of_client(kwargs=a_deal),
    "deal_edit": of_client(forbidden=NOT_SELLERS, kwargs=a_deal),
    # to no stage at all: whoever sees the deal and may move it learns that there is none
    "deal_move": of_client(404, forbidden=NOT_SELLERS, method="post", kwargs=a_deal, data={"stage": "0"}),
    "deal_step": of_client(
        302, forbidden=NOT_SELLERS, method="post", kwargs=a_deal, data={"text": "x", "due_on": "tomorrow"}
    ),
    "deal_win": of_client(forbidden=NOT_SELLERS, kwargs=a_deal),
    "deal_lose": of_client(forbidden=NOT_SELLERS, kwargs=a_deal),
    "deal_reopen": of_client(302, forbidden=NOT_SELLERS, method="post", kwargs=a_deal),
    "deal_remove": of_client(302, forbidden=NOT_SELLERS, method="post", kwargs=a_deal),
    "offer": of_client(kwargs=an_offer),
    "offer_add": of_client(forbidden=NOT_SELLERS, kwargs=a_deal),
    "offer_edit": of_client(forbidden=NOT_SELLERS, kwargs=an_offer),
    "offer_choose": of_client(
        404, forbidden=NOT_SELLERS, method="post", kwargs=an_offer, data={"variant": "0"}
    ),
    "offer_remove": of_client(302, forbidden=NOT_SELLERS, method="post", kwargs=an_offer),
    "stages": only("head", "director"),
    "stage_edit": only("head", "director", kwargs=a_stage),
    "stage_shift": only("head", "director", status=302, method="post", kwargs=a_stage),
    "stage_delete": only("head", "director", kwargs=a_stage),
    "pipeline_edit": only("head", "director", kwargs=a_pipeline),
    "pipeline_remove": only("head", "director", status=302, method="post", kwargs=a_pipeline),
    "reasons": employees(),
    "reason_edit": only("director", kwargs=a_reason),
    "reason_remove": only("director", kwargs=a_reason),
    "reason_restore": only("director", status=302, method="post", kwargs=a_reason),
    # courtesy/
    "courtesies": employees(),
    "courtesy_form": everybody(404, kwargs=lambda cast: {"secret": "x" * 43}),
    # retention/
    "facts_refresh": only("head", "director", "marketer", status=302, method="post"),
    "sources": employees(),
    "loss": employees(),
    "loss_names": employees(),
    "indicators": employees(),
    "serving": employees(),
    "story": employees(),
    "indicator": employees(kwargs=lambda cast: {"slug": "revenue"}),
    "indicator_rows": employees(kwargs=lambda cast: {"slug": "revenue"}),
    "indicator_aim": only("director", kwargs=lambda cast: {"slug": "revenue"}),
    "indicators_export": only("head", "director", "marketer", kwargs=lambda cast: {"form": "csv"}),
    "indicator_export": only(
        "head", "director", "marketer", kwargs=lambda cast: {"slug": "revenue", "form": "csv"}
    ),
    # staff/
    "staff": employees(),
    "employee": employees(kwargs=of_owner),
    "employee_add": only("director"),
    "employee_edit": only("director", kwargs=of_owner),
    "employee_role": only("director", kwargs=of_owner),
    "employee_deactivate": only("director", status=302, **POST_BY_DIRECTOR),
    "employee_reactivate": only("director", status=302, **POST_BY_DIRECTOR),
    "employee_link": only("director", **POST_BY_DIRECTOR),
    "employee_sessions_end": only("director", status=302, **POST_BY_DIRECTOR),
    "deputy_add": only("head", "director", kwargs=of_owner),
    "deputy_end": only("head", "director", status=302, method="post", kwargs=deputy_of_owner),
    "teams": employees(),
    "team_add": only("director"),
    "team_edit": only("director", kwargs=team_of_owner),
    "myself": employees(),
    "my_token_make": employees(method="post", data={"name": "Shop", "reach": "all"}),
    "my_token_end": employees(404, method="post", kwargs=lambda cast: {"pk": 1}),
    "my_other_sessions_end": employees(302, method="post"),
    "my_session_end": employees(404, method="post", kwargs=lambda cast: {"session": "0" * 24}),
    "terms": only("head", "director"),
    "audit": only("director"),
    # clients/
    "clients": employees(),
    "client_add": employees(),
    "pyramid": employees(),
    "offer_make": of_client(kwargs=a_lower_client),
    "offer_settle": of_client(302, method="post", kwargs=a_first_offer, data={"result": "took"}),
    "costs": only("head", "director", "marketer"),
    "cost_remove": only("director", "marketer", status=302, method="post", kwargs=a_cost),
    "client_pick": employees(),
    "duplicates": only("owner", "teammate", "deputy", "stranger", "head", "director"),
    "clients_hand_over": only("head", "director", method="post"),
    "clients_hand_over_all": only("head", "director"),
    "clients_tag_all": only("head", "director", "marketer"),
    "clients_export": only("head", "director", "marketer", kwargs=lambda cast: {"form": "csv"}),
    "looks": only("director", kwargs=of_owner),
    "handovers": only("head", "director"),
    "handover_plan": only("head", "director", status=422, method="post"),
    "handover": of_handover(),
    "handover_split": of_handover(),
    "handover_clients": of_handover(),
    "handover_letter": of_handover(),
    "handover_run": of_handover(302, method="post"),
    "handover_take_back": of_handover(409, method="post"),
    "handover_drop": of_handover(302, method="post"),
    "merge_undo": of_client(302, forbidden=NOT_SELLERS, method="post", kwargs=a_merge),
    "client": of_client(kwargs=pk_of_client),
    "client_edit": of_client(kwargs=pk_of_client),
    "client_history": of_client(kwargs=pk_of_client),
    "client_panel": of_client(kwargs=lambda cast: {**pk_of_client(cast), "name": "consents"}),
    "client_alike": of_client(forbidden=NOT_SELLERS, kwargs=pk_of_client),
    "client_close": of_client(
        302, forbidden=NOT_SELLERS, method="post", kwargs=pk_of_client, data={"reason": "let_go"}
    ),
    "client_reopen": of_client(302, forbidden=NOT_SELLERS, method="post", kwargs=pk_of_client),
    "phone_add": of_client(kwargs=pk_of_client),
    "phone_remove": of_client(302, method="post", kwargs=part_of_client("phone")),
    "email_add": of_client(kwargs=pk_of_client),
    "email_remove": of_client(302, method="post", kwargs=part_of_client("email")),
    "person_add": of_client(kwargs=pk_of_client),
    "person_edit": of_client(kwargs=part_of_client("person")),
    "person_remove": of_client(302, method="post", kwargs=part_of_client("person")),
    "client_dossier": of_client(kwargs=pk_of_client),
    "dossier_add": of_client(kwargs=lambda cast: {**pk_of_client(cast), "about": "risk"}),
    "dossier_edit": of_client(kwargs=part_of_client("entry")),
    "dossier_end": of_client(302, method="post", kwargs=part_of_client("entry")),
    "dossier_remove": of_client(302, method="post", kwargs=part_of_client("entry")),
    "client_value": of_client(kwargs=pk_of_client),
    # voice/: surveys
    "surveys": employees(),
    "survey_add": only("head", "director", "marketer"),
    "survey": employees(kwargs=a_survey),
    "survey_edit": only("head", "director", "marketer", kwargs=a_survey),
    "survey_open": only("head", "director", "marketer", status=302, method="post", kwargs=a_survey),
    "survey_close": only("head", "director", "marketer", status=302, method="post", kwargs=a_survey),
    "survey_delete": only("head", "director", "marketer", status=302, method="post", kwargs=a_draft_survey),
    "survey_preview": employees(kwargs=a_survey),
    "survey_card": employees(kwargs=a_survey),
    "survey_widget": everybody(kwargs=address_of_survey),
    "wave_add": only("head", "director", "marketer", kwargs=a_survey),
    "wave": only("head", "director", "marketer", kwargs=a_wave),
    "wave_begin": only("head", "director", "marketer", status=302, method="post", kwargs=a_wave),
    "wave_stop": only("head", "director", "marketer", status=302, method="post", kwargs=a_wave),
    "answer_enter": of_client(kwargs=pk_of_client),
    "survey_ask": of_client(302, method="post", kwargs=client_and_survey),
    "survey_letter": everybody(404, kwargs=lambda cast: {"secret": "x" * 43}),
    "survey_link": everybody(kwargs=address_of_survey),
    "survey_said": everybody(404, kwargs=lambda cast: {"receipt": "1~x"}),
    # team/
    "commission": employees(),
    "commission_of": Row({**OF_ONES_OWN, "director": 200}, kwargs=of_owner),
    "commission_export": employees(),
    "commission_statement": Row({**OF_ONES_OWN, "director": 200}, kwargs=team_things.a_statement),
    "commission_all": Row({**employees(302).answers, "director": 200}),
    "commission_close": only("director", status=302, method="post", data={"month": "2020-01"}),
    "commission_correct": only("director", kwargs=of_owner),
    "commission_rules": only("director"),
    "commission_rule_add": only("director"),
    "commission_rule": only("director", kwargs=team_things.a_rule),
    "commission_rule_end": only(
        "director", status=302, method="post", kwargs=team_things.a_rule, data={"until": "2031-01-01"}
    ),
    "commission_rule_move": only("director", status=302, method="post", kwargs=team_things.a_rule),
    "ideas": employees(),
    "idea_add": employees(),
    "idea": employees(kwargs=team_things.an_idea),
    "idea_support": employees(302, method="post", kwargs=team_things.an_idea),
    "idea_answer": only("head", "director", kwargs=team_things.an_idea),
    "idea_reward": only("director", kwargs=team_things.an_accepted_idea),
    "idea_effect": only("head", "director", kwargs=team_things.an_accepted_idea),
    "training": employees(),
    "training_results": only("head", "director"),
    "training_require": only("director", status=302, method="post"),
    "training_courses": only("director"),
    "course_add": only("director"),
    "course_settle": only("director", kwargs=team_things.a_course),
    "course_draft": only("director", kwargs=team_things.a_course),
    "course_waive": only("director", kwargs=team_things.a_course_and_a_person),
    "course_publish": only("director", status=302, method="post", kwargs=team_things.a_draft),
    "course_drop": only("director", status=302, method="post", kwargs=team_things.a_draft),
    "course_attempt": Row({**OF_ONES_OWN, "head": 200, "director": 200}, kwargs=team_things.an_attempt),
    "course": employees(kwargs=team_things.a_course),
    "course_try": employees(302, method="post", kwargs=team_things.a_course),
    # voice/: what follows from answers
    "voice_loops": employees(),
    "voice_loop_analysis": employees(),
    "loop": of_client(kwargs=a_loop),
    "loop_tried": of_client(302, forbidden=("marketer",), method="post", kwargs=a_loop),
    "loop_reopen": of_client(302, forbidden=("marketer",), method="post", kwargs=a_loop),
    "improvements": employees(),
    "improvement": employees(kwargs=an_improvement),
    "improvement_add": only("head", "director", "marketer"),
    "improvement_edit": only("head", "director", "marketer", kwargs=an_improvement),
    "improvement_measure": only(
        "head", "director", "marketer", status=302, method="post", kwargs=an_improvement, data={"version": 1}
    ),
    "improvement_move": only(
        "head", "director", "marketer", status=302, method="post", kwargs=an_improvement, data={"version": 1}
    ),
    # voice/: the score, answers, causes
    "voice": employees(),
    "voice_training": employees(),
    "voice_answers": employees(),
    "voice_answers_export": only("head", "director", "marketer", kwargs=lambda cast: {"form": "csv"}),
    "voice_answer": of_client(kwargs=an_answer_of_survey),
    "voice_answer_cause": of_client(
        302, method="post", kwargs=an_answer_with_cause, data={"cause": str(CAUSE)}
    ),
    "voice_causes": employees(),
    "voice_cause": only("director", "marketer", kwargs=a_cause_of_answers),
    "voice_cause_away": only("director", "marketer", status=302, method="post", kwargs=a_cause_of_answers),
    "voice_cause_merge": only("director", "marketer", status=302, method="post", kwargs=a_cause_of_answers),
    # complaints/
    "complaints": employees(),
    "complaint_list": employees(),
    "complaint_analysis": employees(),
    "complaint_causes": only("director"),
    "complaint_cause": only("director", status=302, method="post", kwargs=a_cause, data={"name": "Cause"}),
    "complaint_authority": only("director", status=302, method="post", kwargs=of_owner, data={"amount": "1"}),
    "complaint_add": of_client(kwargs=pk_of_client),
    "complaint": of_client(kwargs=a_complaint),
    **{
        f"complaint_{step}": of_client(forbidden=("marketer",), kwargs=a_complaint)
        for step in (
            "acknowledge",
            "facts",
            "agree",
            "carry_out",
            "confirm",
            "tell",
            "note",
            "pause",
            "reopen",
            "assign",
        )
    },
    "complaint_resume": of_client(302, forbidden=("marketer",), method="post", kwargs=a_complaint),
    "complaint_approve": of_client(302, forbidden=NOT_HEADS, method="post", kwargs=a_complaint),
    "case": everybody(200, kwargs=address_of_complaint),
    # winback/
    "winback": employees(),
    "winback_start": only(
        "owner", "teammate", "deputy", "head", "director", "stranger", status=302, method="post"
    ),
    "winback_terciles": only("director", status=302, method="post"),
    "winback_returned": employees(),
    "winback_plans": employees(),
    "winback_plan": of_client(kwargs=a_winback_plan),
    "winback_answer": of_client(forbidden=("marketer",), kwargs=a_winback_plan),
    "winback_plan_call_off": of_client(302, forbidden=NOT_SELLERS, method="post", kwargs=a_winback_plan),
    "winback_plan_add": of_client(forbidden=NOT_SELLERS, kwargs=a_lost_client),
    "winback_why": of_client(kwargs=pk_of_client),
    "winback_why_confirm": of_client(302, forbidden=("marketer",), method="post", kwargs=a_why),
    "winback_let_go": of_client(forbidden=NOT_SELLERS, kwargs=a_lost_client),
    "winback_take_back": of_client(302, forbidden=NOT_SELLERS, method="post", kwargs=a_lost_client),
    "winback_reasons": employees(),
    "winback_catalogue": only("head", "director", "marketer"),
    "winback_reason": only("head", "director", "marketer", kwargs=a_reason_to_leave),
    "winback_reason_away": only(
        "head", "director", "marketer", status=302, method="post", kwargs=a_reason_to_leave
    ),
    "winback_templates": only("head", "director", "marketer"),
    "winback_template_add": only("head", "director", "marketer"),
    "winback_template": only("head", "director", "marketer", kwargs=a_winback_template),
    "winback_template_away": only(
        "head", "director", "marketer", status=302, method="post", kwargs=a_winback_template
    ),
    "winback_polls": employees(),
    "winback_ask": only("head", "director", status=302, method="post", data={"question": "Why?"}),
    "winback_client_poll": only("head", "director", "marketer", status=302, method="post"),
    "winback_poll": employees(kwargs=a_winback_poll),
    "winback_poll_close": only("head", "director", status=302, method="post", kwargs=a_winback_poll),
    "winback_storm": employees(kwargs=a_brainstorm),
    "winback_idea_add": employees(302, method="post", kwargs=a_brainstorm, data={"text": "Prices"}),
    "winback_idea_move": employees(302, method="post", kwargs=an_idea),
    "winback_storm_close": only("head", "director", status=302, method="post", kwargs=a_brainstorm),
    "winback_results": only("head", "director", "marketer"),
    "winback_round": employees(kwargs=a_winback_round),
    "winback_round_call_off": only("head", "director", status=302, method="post", kwargs=a_winback_round),
    "reputation": only("marketer", "head", "director"),
    "reputation_people": only("marketer", "head", "director"),
    # reviews/: marketing speaks for the firm in public, and sees every review
    "reviews": employees(),
    "review_add": employees(),
    "review": Row({**of_client().answers, "marketer": 200}, kwargs=a_review),
    "review_publish": only("marketer", "head", "director", status=302, method="post", kwargs=a_review),
    "review_decline": only(
        "marketer", "head", "director", status=302, method="post", kwargs=a_review, data={"reason": "x"}
    ),
    "review_hide": only("marketer", "head", "director", status=302, method="post", kwargs=a_review),
    "review_back": only("marketer", "head", "director", status=302, method="post", kwargs=a_review),
    "review_answer": only(
        "marketer", "head", "director", status=302, method="post", kwargs=a_review, data={"text": "Thanks"}
    ),
    "review_agreement": Row(
        {**of_client(302).answers, "marketer": 302}, method="post", kwargs=a_review, data={"how": "By phone"}
    ),
    "review_tie": only("marketer", "head", "director", status=404, method="post", kwargs=a_review),
    "review_ask": of_client(kwargs=pk_of_client),
    "review_widget": only("marketer", "director"),
    "review_script": everybody(kwargs=a_widget),
    "reviews_shown": everybody(kwargs=a_widget),
    "review_visitor": everybody(kwargs=a_widget),
    "review_write": everybody(kwargs=address_of_review),
    "note_add": of_client(302, method="post", kwargs=pk_of_client, data={"text": "x"}),
    "note_edit": of_client(kwargs=part_of_client("note")),
    "note_remove": of_client(302, method="post", kwargs=part_of_client("note")),
    "client_tags": of_client(302, method="post", kwargs=pk_of_client, data={"tags": "a, b"}),
    "consent_add": of_client(
        302, method="post", kwargs=pk_of_client, data={"purpose": "letters", "how": "paper"}
    ),
    "consent_withdraw": of_client(302, method="post", kwargs=pk_of_client, data={"purpose": "letters"}),
    "client_own_fields": of_client(kwargs=pk_of_client),
    "client_merge": of_client(forbidden=NOT_SELLERS, kwargs=part_of_client("other")),
    "client_tell_apart": of_client(302, forbidden=NOT_SELLERS, method="post", kwargs=part_of_client("other")),
    "client_data": of_client(forbidden=NOT_HEADS, method="post", kwargs=pk_of_client),
    "client_erase": of_client(forbidden=(*NOT_HEADS, "head"), kwargs=pk_of_client),
    "segments": employees(),
    "segment_add": employees(),
    "segment_edit": Row(OF_ONES_OWN, kwargs=a_segment),
    "segment_remove": Row({**OF_ONES_OWN, "owner": 302}, method="post", kwargs=a_segment),
    "client_fields": only("director"),
    "client_field_retire": only("director", status=302, method="post", kwargs=a_field),
    # orders/
    "orders": employees(),
    "orders_export": only("head", "director", "marketer", kwargs=lambda cast: {"form": "csv"}),
    "refunds": employees(),
    "order": of_client(kwargs=an_order),
    "order_edit": of_client(forbidden=("marketer",), kwargs=an_order),
    "order_cancel": of_client(302, forbidden=("marketer",), method="post", kwargs=an_order),
    "order_restore": of_client(302, forbidden=("marketer",), method="post", kwargs=an_order),
    "order_deliver": of_client(302, forbidden=("marketer",), method="post", kwargs=an_order),
    "order_delay": of_client(forbidden=("marketer",), kwargs=an_order),
    "order_told": of_client(forbidden=("marketer",), kwargs=a_late_order),
    "order_told_undo": of_client(302, forbidden=("marketer",), method="post", kwargs=a_late_order),
    "punctuality": employees(),
    "delays": employees(),
    "delay_causes": only("head", "director"),
    "delay_cause": only("head", "director", kwargs=a_delay_cause),
    "delay_cause_use": only("head", "director", status=302, method="post", kwargs=a_delay_cause),
    "returns": employees(),
    "return_ask": of_client(forbidden=NOT_SELLERS, kwargs=an_order),
    "return_step": of_client(
        302, forbidden=NOT_SELLERS, method="post", kwargs=a_return, data={"stage": "agreed"}
    ),
    "return_refund": of_client(forbidden=NOT_SELLERS, kwargs=a_return),
    "return_redo": of_client(forbidden=NOT_SELLERS, kwargs=a_return),
    "return_refuse": of_client(forbidden=NOT_SELLERS, kwargs=a_return),
    "order_pay": of_client(forbidden=("marketer",), kwargs=an_order),
    "order_refund": of_client(forbidden=NOT_SELLERS, kwargs=an_order),
    "order_add": of_client(forbidden=("marketer",), kwargs=pk_of_client),
    "client_refund": of_client(forbidden=NOT_SELLERS, kwargs=pk_of_client),
    "imports": only("head", "director", "marketer"),
    "import": of_import(),
    "import_go": of_import(302, method="post"),
    "import_errors": of_import(),
    # allauth: signing in and the keys
    "account_login": everybody(200, inside=302),
    "account_logout": employees(200),
    "account_inactive": everybody(200),
    "account_signup": everybody(200, inside=302),
    "account_reauthenticate": employees(200),
    "account_email": employees(302),
    "account_email_verification_sent": everybody(200),
    "account_confirm_email": everybody(200, kwargs=lambda cast: {"key": "nothing"}),
    "account_change_password": employees(200),
    "account_set_password": employees(302),
    "account_reset_password": everybody(200),
    "account_reset_password_done": everybody(200),
    "account_reset_password_from_key": everybody(200, kwargs=lambda cast: {"uidb36": "1", "key": "nothing"}),
    "account_reset_password_from_key_done": everybody(200),
    "account_confirm_login_code": everybody(302),
    "mfa_index": employees(200),
    "mfa_authenticate": everybody(302),
    "mfa_reauthenticate": employees(302),
    "mfa_activate_totp": employees(302),
    "mfa_deactivate_totp": employees(404),
    "mfa_view_recovery_codes": employees(404),
    "mfa_generate_recovery_codes": employees(302),
    "mfa_download_recovery_codes": employees(404),
    "mfa_list_webauthn": employees(200),
    "mfa_add_webauthn": employees(302),
    "mfa_reauthenticate_webauthn": employees(302),
    "mfa_login_webauthn": everybody(302),
    "mfa_remove_webauthn": employees(302, kwargs=lambda cast: {"pk": 1}),
    "mfa_edit_webauthn": employees(302, kwargs=lambda cast: {"pk": 1}),
}
