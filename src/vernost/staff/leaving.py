"""What ends with an employee's access: sessions here, and what higher floors gave them (tokens, feeds).

    leaving.ends(tokens_revoke)          # in AppConfig.ready of the floor that gives tokens out

It gets the actor and the employee, in the transaction that closes the house to them, and says how many it
ended.
"""

from __future__ import annotations

from collections.abc import Callable

from vernost.access.actor import Actor
from vernost.journal.write import record
from vernost.staff import kinds
from vernost.staff.models import Employee, Session

End = Callable[[Actor, Employee], int]
_ENDS: list[End] = []


def ends(end: End) -> None:
    if end not in _ENDS:
        _ENDS.append(end)


def all_ends(actor: Actor, employee: Employee) -> int:
    """Sessions and everything else, with no word in the journal: the caller says what it was for."""
    ended, _by_model = Session.objects.filter(employee=employee).delete()
    for end in _ENDS:
        end(actor, employee)
    return ended


def access_ends(actor: Actor, employee: Employee) -> int:
    """Of somebody who goes on working here: they sign in again, and see what is theirs now. How many sessions
    ended; the caller has asked the policy."""
    ended = all_ends(actor, employee)
    if ended:
        data = {"employee": employee.name, "count": ended}
        record(actor, kinds.SESSIONS_ENDED, subject=employee, data=data)
    return ended
