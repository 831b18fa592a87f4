"""Things of the contexts whose pages name one: a complaint, a letter, a playbook, a request, a handover."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from vernost.access.actor import SYSTEM, Actor
from vernost.clients import services as clients
from vernost.clients.models import Client
from vernost.complaints import links
from vernost.complaints import services as complaints
from vernost.core import clock
from vernost.intake import services as intake
from vernost.intake.models import SiteForm
from vernost.playbooks import services as playbooks
from vernost.playbooks.models import Playbook
from vernost.post import services as post
from vernost.post.letter_kinds import BY_HAND
from vernost.post.models import InboundLetter, Tied
from vernost.reviews import services as reviews
from vernost.standards import services as standards
from vernost.standards.models import Breach, Standard
from vernost.team import services as team
from vernost.team.models import Attempt, Course, Idea, Rule, Statement
from vernost.voice import links as of_voice
from vernost.voice import services as voice
from vernost.voice.models import Cause
from vernost.winback import services as winback
from vernost.winback.models import Brainstorm, Candidate, Plan, Poll, Reason, Round, Template

OF_CLIENT = "answer_enter promise_add letter_write complaint_add client_dossier client_value review_ask"
OF_CASE = "complaint " + " ".join(
    f"complaint_{step}"
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
)
OF_PLAYBOOK = "playbook playbook_edit playbook_draft"
OF_SURVEY = "survey survey_edit survey_preview survey_card wave_add"
OF_HANDOVER = "handover handover_split handover_clients handover_letter"
OF_INDICATOR = "indicator indicator_rows indicator_aim"
OF_STANDARD = "standard standard_edit standard_rival"
OF_LOST = "winback_plan_add winback_why winback_let_go"
OF_FORM = "site_form site_form_thanks"
OF_WIDGET = "reviews_shown review_visitor"


def places(director: Actor, anna: Actor, client: Client) -> dict[str, dict[str, Any]]:
    """Name of an address → what it is opened with. ``client`` is Anna's."""
    case = complaints.complaint_take(anna, client_id=client.pk, text="Привезли не тот помол", wish="Заменить")
    said = {"subject": "Прайс", "text": "Вот он, как обещала."}
    letter = post.letter_to_client(anna, client_id=client.pk, kind=BY_HAND, **said)
    said = {"tied": Tied.REFERENCE, "token": "places", "text": "Спасибо, берём двадцать.", "letter": letter}
    inbound = InboundLetter.objects.create(client=client, subject="Re: Прайс", address="a@b.ru", **said)
    standard = Standard.objects.visible_to(anna).get(code="rings")
    check = standards.check_plan(anna, way="call", where="Магазин", planned_on=clock.today())
    seen = {"of_type": "places", "of_id": 1, "day": clock.today(), "minutes": 40}
    breach = Breach.objects.create(client=client, standard=standard, **seen)
    playbook = Playbook.objects.visible_to(anna).get(slug="slipping")
    note = playbooks.note_add(anna, playbook_id=playbook.pk, text="Спрашивают про рассрочку")
    form = SiteForm.objects.create(slug="places", title="Спросите нас", language="ru")
    request = intake.request_receive(anna, channel="phone", phone="+79160000001", text="Есть ли декаф?")
    survey = voice.survey_make(director, name="Порекомендуете ли вы нас", kind="nps")
    survey = voice.survey_open(director, survey_id=survey.pk)
    said = {"score": 4, "comment": "Привезли поздно", "client": client}
    given = voice.response_take(anna, survey=survey, channel="call", **said)
    entry = clients.dossier_add(anna, client_id=client.pk, about="risk", title="Сменился закупщик")
    said_of_us = {"stars": 5, "text": "Кения удалась", "name": "Анна", "agreed_how": "По телефону"}
    review = reviews.review_take(anna, client_id=client.pk, **said_of_us)
    reviews.review_publish(director, review_id=review.pk)
    widget = reviews.widget_change(director, address="places")
    survey = voice.survey_open(director, survey_id=voice.survey_make(director, name="Опрос мест").pk)
    wave = voice.wave_make(director, survey_id=survey.pk, name="Волна", days=2, starts_on=clock.today())
    answer = voice.response_take(voice.answerer(), survey=survey, channel="link", score=9)
    handover = clients.handover_plan(director, leaver_id=anna.employee_id or 0)
    improvement = voice.improvement_begin(
        director, name="Курьер вовремя", owner_id=director.employee_id, due_on=clock.today(), measured="own",
        measure="Опоздания за неделю", before=Decimal(7),
    )  # fmt: skip
    return {
        **_of_team(director, anna),
        **_winning_back(director, anna),
        **{name: {"pk": client.pk} for name in OF_CLIENT.split()},
        **{name: {"pk": case.pk} for name in OF_CASE.split()},
        **{name: {"pk": playbook.pk} for name in OF_PLAYBOOK.split()},
        **{name: {"pk": handover.pk} for name in OF_HANDOVER.split()},
        **{name: {"slug": form.slug} for name in OF_FORM.split()},
        **{name: {"slug": widget.address} for name in OF_WIDGET.split()},
        "review": {"pk": review.pk},
        "review_write": {"secret": review.secret},
        **{name: {"pk": improvement.pk} for name in ("improvement", "improvement_edit")},
        "loop": {"pk": _loop(director, anna, client)},
        **{name: {"pk": survey.pk} for name in OF_SURVEY.split()},
        "wave": {"pk": wave.pk},
        "survey_link": {"address": survey.address},
        "survey_said": {"receipt": of_voice.receipt_of(answer)},
        "survey_letter": {"secret": "nothing"},
        "survey_widget": {"address": survey.address},
        "case": {"token": links.token_of(case)},
        "dossier_add": {"pk": client.pk, "about": "growth"},
        "dossier_edit": {"pk": client.pk, "entry": entry.pk},
        **{name: {"slug": "revenue"} for name in OF_INDICATOR.split()},
        "letter": {"pk": letter.pk},
        "letter_in": {"pk": inbound.pk},
        **{name: {"pk": standard.pk} for name in OF_STANDARD.split()},
        "standard_check": {"pk": check.pk},
        "standard_breach": {"pk": breach.pk},
        "letter_leave": {"secret": "nothing"},
        "playbook_version": {"pk": playbook.pk, "number": 1},
        "playbook_note_answer": {"pk": note.pk},
        "request": {"pk": request.pk},
        "request_answer": {"pk": request.pk},
        "site_form_edit": {"pk": form.pk},
        "voice_answer": {"pk": given.pk},
        "voice_cause": {"pk": Cause.objects.visible_to(director).earliest("pk").pk},
    }


def _loop(director: Actor, anna: Actor, client: Client) -> int:
    """A critic who waits for a call."""
    survey = voice.survey_open(director, survey_id=voice.survey_make(director, name="NPS", kind="nps").pk)
    said = {"score": 3, "comment": "Привезли не тот помол", "client": client}
    response = voice.response_take(anna, survey=survey, channel="call", **said)
    loop = voice.loop_open(SYSTEM, response_id=response.pk)
    assert loop is not None
    return loop.pk


def _of_team(director: Actor, anna: Actor) -> dict[str, dict[str, Any]]:
    """A month, a statement, a rule, an idea, a course: those that the sample firm has."""
    statement = Statement.objects.visible_to(anna).filter(employee=anna.employee_id)[0]
    rule = Rule.objects.visible_to(director)[0]
    idea = Idea.objects.visible_to(director).get(decision="accepted")
    course = Course.objects.visible_to(director).get(code="keeping")
    tried = Attempt.objects.visible_to(anna).filter(employee=anna.employee_id)[0]
    another = team.idea_add(anna, title="Написать на коробке имя")
    team.idea_answer(director, idea_id=another.pk, decision="accepted")
    return {
        **{name: {"pk": anna.employee_id} for name in ("commission_of", "commission_correct")},
        **{name: {"pk": another.pk} for name in ("idea_answer", "idea_reward", "idea_effect")},
        **{name: {"pk": course.pk} for name in ("course", "course_settle", "course_draft")},
        "commission_statement": {"pk": statement.pk},
        "commission_rule": {"pk": rule.pk},
        "idea": {"pk": idea.pk},
        "course_attempt": {"pk": tried.pk},
        "course_waive": {"pk": course.pk, "employee": anna.employee_id},
    }


def _winning_back(director: Actor, anna: Actor) -> dict[str, dict[str, Any]]:
    """A lost client of Anna's, one in a plan, a round, a template, a poll and a brainstorm of the sample
    firm."""
    free = Candidate.objects.visible_to(anna).filter(where="free").order_by("-value", "pk")
    plan = Plan.objects.visible_to(anna).filter(arm="asked", ended_on=None).order_by("pk").first()
    plan = plan or winback.plan_start(director, client_id=free[0].client_id)
    kept = free.first()
    others = Candidate.objects.visible_to(director).filter(where="free").exclude(pk=kept.pk if kept else 0)
    begun = Round.objects.visible_to(director).first() or winback.round_start(
        director, token="places", client_ids=[one.client_id for one in others[:5]]
    )
    rows: dict[str, Any] = {
        "winback_round": begun,
        "winback_reason": Reason.objects.visible_to(director).first(),
        "winback_template": Template.objects.visible_to(director).first(),
        "winback_poll": Poll.objects.visible_to(director).first(),
        "winback_storm": Brainstorm.objects.visible_to(director).first(),
        "winback_plan": plan,
        "winback_answer": plan,
        **dict.fromkeys(OF_LOST.split(), kept),
    }
    return {name: {"pk": row.pk} for name, row in rows.items() if row is not None}
