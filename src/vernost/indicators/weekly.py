"""The letter of a Monday to each director: how the week went, with pictures, and the same on a sheet.

One a week and person, however often it is tried. What it says is of the week that ended on Sunday, so that a
letter that leaves an hour later says the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from email.mime.application import MIMEApplication
from email.mime.base import MIMEBase
from email.mime.image import MIMEImage
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from vernost import charts
from vernost.access.actor import SYSTEM, Role
from vernost.core import clock, worktime
from vernost.core.practice import FIRM_NAME
from vernost.indicators import drawing, selectors, words
from vernost.indicators.models import Weekly
from vernost.indicators.periods import Period, Span
from vernost.indicators.selectors import Board, Line
from vernost.language import NBSP
from vernost.post.composing import written
from vernost.post.letter_kinds import letter_kind
from vernost.post.models import Letter
from vernost.post.services import letter_to_employee
from vernost.staff.actors import actor_of
from vernost.staff.models import Employee

MONDAY = 0
LATEST = timedelta(hours=10)  # after the opening: later than that it is no letter of a Monday
PICTURED = (9, 16, 20)  # revenue, active clients, money lost a year
ON_PAPER = (9, 16, 20, 24)
WIDE = 560
NAMED = 6


def _parts(letter: Letter) -> Iterator[MIMEBase]:
    row = Weekly.objects.filter(pk=letter.about_id or 0).select_related("employee").first()
    if row is None:
        return
    board = _board(row)
    for line in _pictured(board, PICTURED):
        picture = MIMEImage(_png(line, board.period), "png")
        picture.add_header("Content-ID", f"<{_cid(line)}>")
        picture.add_header("Content-Disposition", "inline", filename=f"{line.indicator.slug}.png")
        yield picture
    sheet = MIMEApplication(_pdf(board), "pdf")
    sheet.add_header("Content-Disposition", "attachment", filename=f"vernost-{row.week.isoformat()}.pdf")
    yield sheet


LETTER = letter_kind("indicators.weekly", gettext_lazy("Weekly letter to directors"), parts=_parts)


def letters_plan() -> int:
    """On a Monday from the opening on, once the night has counted Sunday: a row for every director."""
    now, day = clock.now(), clock.today()
    run = selectors.counted()
    if day.weekday() != MONDAY or run is None or run.until < day or not _is_open(now):
        return 0
    directors = Employee.objects.active().filter(role=Role.DIRECTOR)
    wanted = directors.exclude(pk__in=Weekly.objects.filter(week=day).values("employee"))
    rows = [Weekly(employee=one, week=day, due_at=now) for one in wanted]
    Weekly.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _is_open(now: datetime) -> bool:
    """A Monday that is a day off is written on too, from nine on: the week is over all the same."""
    midnight = datetime.combine(clock.today(), time.min, tzinfo=clock.firm_zone())
    calendar = worktime.of_firm()
    is_worked = calendar.is_working_day(clock.today())
    opens = calendar.add(midnight, timedelta(0)) if is_worked else midnight + timedelta(hours=9)
    return opens <= now < opens + LATEST


@transaction.atomic
def letter_send(*, weekly_id: int) -> bool:
    """The letter and the mark that it was written are one transaction. Whether there was one."""
    row = Weekly.objects.select_for_update(of=("self",)).select_related("employee").get(pk=weekly_id)
    if row.sent_at is not None or not row.employee.is_active:
        return False
    with translation.override(row.employee.language):
        board = _board(row)
        if board.known:
            said = written("indicators/letters/weekly", _context(board), row.employee.language)
            key = f"weekly:{row.employee_id}:{row.week.isoformat()}"
            letter_to_employee(SYSTEM, employee_id=row.employee_id, kind=LETTER, key=key, about=row, **said)
    row.sent_at = clock.now()
    row.save(update_fields=["sent_at"])
    return bool(board.known)


def _board(row: Weekly) -> Board:
    return selectors.board(actor_of(row.employee), span=Span.WEEK, until=row.week - timedelta(days=1))


def _pictured(board: Board, numbers: tuple[int, ...]) -> list[Line]:
    """Of those that are known."""
    found = {line.indicator.number: line for line in board.lines if line.is_known}
    return [found[number] for number in numbers if number in found]


def _context(board: Board) -> dict[str, Any]:
    home = settings.ENVIRONMENT.url.rstrip("/")
    pictures = [{"line": line, "cid": _cid(line)} for line in _pictured(board, PICTURED)]
    return {
        "board": board,
        "pictures": pictures,
        "worse": board.worse[:NAMED],
        "better": board.better[:NAMED],
        "out": board.out[:NAMED],
        "link": home + reverse("indicators") + f"?span=week&until={board.period.until.isoformat()}",
    }


def _cid(line: Line) -> str:
    return f"{line.indicator.slug}@vernost"


def _png(line: Line, period: Period) -> bytes:
    import vl_convert

    svg = drawing.trend_svg(line, period, width=WIDE).replace('width="100%"', f'width="{WIDE}"', 1)
    return bytes(vl_convert.svg_to_png(_on_paper(svg), scale=2))


def _on_paper(svg: str) -> str:
    """A ground of its own: a reader of letters in the dark shows it as it was drawn."""
    head, _sign, rest = _plain(svg).partition(">")
    return f'{head}><rect width="100%" height="100%" fill="{charts.LIGHT["surface"]}"/>{rest}'


def _plain(svg: str) -> str:
    """Not every machine has a font with the sign of the rouble, and one without it changes the"
    " whole figure's."""
    word = pgettext("currency", "RUB")
    return svg.replace(f"{NBSP}₽", f"{NBSP}{word}").replace("₽", f"{word}{NBSP}")


def _pdf(board: Board) -> bytes:
    import vl_convert

    pictures = [
        charts.PaperPicture(str(line.indicator.name), line.figure, line.spark)
        for line in _pictured(board, ON_PAPER)
    ]
    groups = [
        charts.PaperGroup(str(group.value), [_row(line) for line in lines]) for group, lines in board.groups
    ]
    period = board.period
    tongue = words.tongue()
    lead = _("From {since} until {until}, beside the week before.").format(
        since=tongue.day(period.since), until=tongue.day(period.until)
    )
    heading = FIRM_NAME.value() or "Vernost"
    svg = charts.paper(heading, lead, pictures, groups, charts.Texts(heading, lead))
    return bytes(vl_convert.svg_to_pdf(_plain(svg)))


def _row(line: Line) -> charts.PaperRow:
    tone = "muted"
    if line.is_real and line.is_better is not None:
        tone = "gain" if line.is_better else "loss"
    sign = "" if tone == "muted" else f" {_better(line)}"
    change = "" if line.change is None else line.changed + sign
    target = _("target {value}").format(value=line.target) if line.target else ""
    return charts.PaperRow(str(line.indicator.name), line.figure, change, tone, target)


def _better(line: Line) -> str:
    return pgettext("indicator", "better") if line.is_better else pgettext("indicator", "worse")
