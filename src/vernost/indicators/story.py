"""The story of the firm: one page that can be read aloud on a Monday. What changed, why, what was"
  " done, what to
decide; each sentence is built from the numbers and leads to them. Nothing is said of what is not known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vernost.access.actor import Actor
from vernost.access.policies import may, require
from vernost.complaints import selectors as complaints
from vernost.complaints.models import Complaint
from vernost.complaints.models import Step as CaseStep
from vernost.core import clock
from vernost.core.money import to_minor
from vernost.indicators import selectors, words
from vernost.indicators.periods import Period, Span
from vernost.indicators.selectors import Board, Line
from vernost.intake.models import OPEN, Request
from vernost.orders.selectors.delays import causes_ranked
from vernost.retention.selectors import Totals, totals
from vernost.winback.selectors.catalogue import ranked_reasons

MOST = 4  # sentences of one kind
BACK = timedelta(days=90)  # over which causes are looked at: a week has too few


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    address: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    period: Period
    changed: list[Sentence]
    why: list[Sentence]
    done: list[Sentence]
    decide: list[Sentence]
    counted: object | None

    @property
    def is_told(self) -> bool:
        return bool(self.changed or self.why or self.done or self.decide)


def story(actor: Actor, *, key: str = "", span: str = "", until: date | None = None) -> Story:
    """Of the week, or a longer time, as far as the actor sees."""
    require(actor, "indicator.see")
    board = selectors.board(actor, key=key, span=span or Span.WEEK, until=until)
    whole = totals(actor)
    return Story(
        board.period,
        list(_changed(board)),
        list(_why(actor, board.period)),
        list(_done(board)),
        list(_decide(actor, board, whole)),
        board.counted,
    )


def _changed(board: Board) -> Iterator[Sentence]:
    for lines, tone in ((board.worse, "loss"), (board.better, "gain")):
        for line in lines[:MOST]:
            yield Sentence(_moved(line), _to(board, line), tone)
    if board.known and not board.worse and not board.better:
        text = _("Nothing changed by more than noise.")
        yield Sentence(text, reverse("indicators"))


def _moved(line: Line) -> str:
    said = {"name": line.indicator.name, "value": line.figure, "before": line.figure_before}
    if line.is_better:
        return _("Better: {name} — {value}, it was {before}.").format(**said)
    return _("Worse: {name} — {value}, it was {before}.").format(**said)


def _to(board: Board, line: Line) -> str:
    period = board.period
    asked = f"?of={board.subject.key}&span={period.span}&until={period.until.isoformat()}"
    return reverse("indicator", args=[line.indicator.slug]) + asked


def _why(actor: Actor, period: Period) -> Iterator[Sentence]:
    since = period.until - BACK
    for one in ranked_reasons(actor)[:2] if may(actor, "winback.see") else []:
        text = ngettext(
            "Clients leave: {reason} ({n} client, {money} a year).",
            "Clients leave: {reason} ({n} clients, {money} a year).",
            one.clients,
        )
        told = text.format(reason=one.reason, n=words.tongue().number(one.clients), money=_money(one.money))
        yield Sentence(told, reverse("winback_reasons"))
    found = complaints.analysed(actor, since) if may(actor, "complaint.see") else None
    cause = next((one for one in found.causes if one.name), None) if found else None
    if found is not None and cause is not None:
        text = _("They complain of this most: {cause}, {n} of {all} complaints.")
        told = text.format(cause=cause.name, n=cause.number, all=found.number)
        yield Sentence(told, reverse("complaint_analysis"))
    for late in [one for one in causes_ranked(actor, since) if one.cause is not None][:1]:
        text = _("Deliveries are late most often because: {cause} ({share} of delays).")
        told = text.format(cause=late.cause, share=words.tongue().percent(late.share))
        yield Sentence(told, reverse("punctuality"))


def _done(board: Board) -> Iterator[Sentence]:
    lines = {line.indicator.number: line for line in board.lines}

    def told(number: int, text: str, **more: object) -> Sentence | None:
        line = lines.get(number)
        if line is None or not line.is_known:
            return None
        sums = line.sums
        cases = sum(sums.bins.values()) or sums.bottom
        said = {"value": line.figure, "n": words.tongue().number(round(cases)), **more}
        return Sentence(text.format(**said), _to(board, line)) if cases or sums.top else None

    every = (
        told(3, _("Requests answered in time: {value} of {n}.")),
        told(33, _("Promises kept on their day: {value} of {n}.")),
        told(34, _("Delivered on the day first promised: {value} of {n} orders.")),
        told(32, _("Complaints settled to the client's word: {n}, half of them within {value}.")),
        told(21, _("Returned clients: {value}.")),
        told(22, _("Asked back: {n}; bought again so far: {value}.")),
    )
    yield from (one for one in every if one is not None)


def _decide(actor: Actor, board: Board, whole: Totals) -> Iterator[Sentence]:
    for line in board.out[:MOST]:
        text = _("{name} is outside its corridor: {value}, and the bound is {bound}. What shall we do?")
        said = text.format(name=line.indicator.name, value=line.figure, bound=line.bound)
        yield Sentence(said, _to(board, line), "loss")
    if whole.to_win_back:
        text = ngettext(
            "{n} lost client is worth winning back. Shall we begin?",
            "{n} lost clients are worth winning back. Shall we begin?",
            whole.to_win_back,
        )
        yield Sentence(text.format(n=words.tongue().number(whole.to_win_back)), reverse("winback"))
    if whole.counts.get("slipping"):
        number = whole.counts["slipping"]
        text = ngettext(
            "{n} client is slipping away, with {money} a year. Who calls?",
            "{n} clients are slipping away, with {money} a year. Who calls?",
            number,
        )
        told = text.format(n=words.tongue().number(number), money=_money(whole.money_slipping))
        yield Sentence(told, reverse("clients") + "?preset=slipping&order=-worth")
    yield from _late(actor)


def _late(actor: Actor) -> Iterator[Sentence]:
    now = clock.now()
    cases = Complaint.objects.visible_to(actor).exclude(step=CaseStep.CONFIRMED)
    late = cases.filter(Q(due_at__lt=now) | Q(silent_at__lt=now)).order_by().count()
    if late:
        text = ngettext(
            "{n} complaint is past its deadline.", "{n} complaints are past their deadlines.", late
        )
        yield Sentence(text.format(n=late), reverse("complaint_list") + "?state=late", "loss")
    asked = Request.objects.visible_to(actor).filter(state__in=OPEN, first_answer_at=None, due_at__lt=now)
    waiting = asked.order_by().count()
    if waiting:
        text = ngettext("{n} request waits past its time.", "{n} requests wait past their time.", waiting)
        yield Sentence(text.format(n=waiting), reverse("requests"), "loss")


def _money(amount: Decimal) -> str:
    return words.tongue().money(to_minor(amount), settings.CURRENCY, short=True)
