"""Every write of the agenda. Import from here."""

from vernost.agenda.services.answers import cause_answer, cause_reopen
from vernost.agenda.services.calendars import calendar_close, calendar_open, calendar_read, wishes_set
from vernost.agenda.services.contacts import contact_log, no_answer
from vernost.agenda.services.promises import promise_make, promise_put_off, promise_reopen, promise_settle
from vernost.agenda.services.tasks import step_put_off, step_reopen, step_set, step_settle, task_set
from vernost.agenda.services.trust import trust_refresh

__all__ = [
    "calendar_close",
    "calendar_open",
    "calendar_read",
    "cause_answer",
    "cause_reopen",
    "contact_log",
    "no_answer",
    "promise_make",
    "promise_put_off",
    "promise_reopen",
    "promise_settle",
    "step_put_off",
    "step_reopen",
    "step_set",
    "step_settle",
    "task_set",
    "trust_refresh",
    "wishes_set",
]
