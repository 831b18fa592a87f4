"""What courtesy/ writes into the journal."""

from __future__ import annotations

from vernost.journal.kinds import N_, Blank, NothingPersonal, kind

_ORDER = NothingPersonal("the number of the order and a mark from one to five")
FORM_SENT = kind(
    "courtesy.form_sent",
    N_("A form with the question whether all is well was sent after the order {order}"),
    erasure=_ORDER,
    timeline=True,
)
ANSWERED = kind(
    "courtesy.answered",
    N_("The client rates the order {order}: {rating} of 5. {comment}"),
    erasure=Blank("comment"),
    timeline=True,
)
AGAIN = kind(
    "courtesy.again",
    N_("The client wants the same again as in the order {order}"),
    erasure=_ORDER,
    timeline=True,
)
