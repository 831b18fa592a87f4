"""What orders/ writes into the journal.

An import writes one entry of its own, and one a client and chunk («12 orders came with the file …»), never
one an order: ten million orders of a hundred thousand clients leave about a hundred thousand entries.
"""

from __future__ import annotations

from vernost.journal.kinds import N_, Blank, BlankAll, NothingPersonal, kind

_SUMS = NothingPersonal("numbers and sums of orders, which stay without the name")

ADDED = kind("order.added", N_("{actor} added the order {order} for {sum}"), erasure=_SUMS, timeline=True)
CHANGED = kind("order.changed", N_("{actor} changed the order {order}"), erasure=BlankAll(), timeline=True)
CANCELLED = kind(
    "order.cancelled", N_("{actor} cancelled the order {order}"), erasure=Blank("reason"), timeline=True
)
RESTORED = kind(
    "order.restored",
    N_("{actor} took back that the order {order} is cancelled"),
    erasure=_SUMS,
    timeline=True,
)
DELIVERED = kind(
    "order.delivered", N_("The order {order} was delivered on {day}"), erasure=_SUMS, timeline=True
)
DELAYED = kind(
    "order.delayed", N_("The order {order} is late: {cause}"), erasure=Blank("cause"), timeline=True
)
CLIENT_TOLD = kind(
    "order.client_told",
    N_("{actor} told the client that the order {order} is late"),
    erasure=NothingPersonal("the number of the order and a code of the channel"),
    timeline=True,
)
TOLD_TAKEN_BACK = kind(
    "order.told_taken_back",
    N_("{actor} took back that the client was told of the delay of the order {order}"),
    erasure=NothingPersonal("the number of the order"),
    timeline=True,
)
CAUSE_ADDED = kind(
    "order.delay_cause_added",
    N_("{actor} added the cause of delays “{cause}”"),
    erasure=NothingPersonal("the firm's own list"),
    audit=True,
)
CAUSE_RENAMED = kind(
    "order.delay_cause_renamed",
    N_("{actor} renamed the cause of delays “{before}” to “{cause}”"),
    erasure=NothingPersonal("the firm's own list"),
    audit=True,
)
CAUSE_TAKEN_OFF = kind(
    "order.delay_cause_taken_off",
    N_("{actor} took the cause of delays “{cause}” off the list"),
    erasure=NothingPersonal("the firm's own list"),
    audit=True,
)
CAUSE_PUT_BACK = kind(
    "order.delay_cause_put_back",
    N_("{actor} put the cause of delays “{cause}” back on the list"),
    erasure=NothingPersonal("the firm's own list"),
    audit=True,
)
RETURN_ASKED = kind(
    "order.return_asked",
    N_("The client wants the order {order} taken back: {reason}"),
    erasure=Blank("reason"),
    timeline=True,
)
RETURN_AGREED = kind(
    "order.return_agreed",
    N_("{actor} agreed to the return of the order {order}"),
    erasure=_SUMS,
    timeline=True,
)
GOODS_BACK = kind(
    "order.goods_back", N_("The goods of the order {order} came back"), erasure=_SUMS, timeline=True
)
RETURN_SETTLED = kind(
    "order.return_settled",
    N_("{actor} settled the return of the order {order}: {outcome}"),
    erasure=Blank("outcome"),
    timeline=True,
)
RETURN_REFUSED = kind(
    "order.return_refused",
    N_("{actor} refused the return of the order {order}: {outcome}"),
    erasure=Blank("outcome"),
    timeline=True,
)
REDONE = kind(
    "order.redone",
    N_("{actor} made the order {order} at no charge instead of {instead_of}"),
    erasure=_SUMS,
    timeline=True,
)
PAID = kind("order.paid", N_("{sum} was paid for the order {order}"), erasure=_SUMS, timeline=True)
REFUNDED = kind(
    "order.refunded",
    N_("{actor} gave {sum} back for the order {order}"),
    erasure=Blank("reason"),
    timeline=True,
)
REFUNDED_LOOSE = kind(
    "order.refunded_loose", N_("{actor} gave {sum} back"), erasure=Blank("reason"), timeline=True
)

CAME = kind("order.came", N_("{n} orders came with the file {file}"), erasure=Blank("file"), timeline=True)
CLIENT_CAME = kind(
    "order.client_came", N_("The client came with the file {file}"), erasure=Blank("file"), timeline=True
)
CORRECTED = kind(
    "order.corrected",
    N_("The order {order} was corrected by the file {file}"),
    erasure=BlankAll(),
    timeline=True,
)
_FILE = NothingPersonal("the file's name and counts")
IMPORTED = kind(
    "order.imported", N_("{actor} imported the file {file}: {rows} rows"), erasure=_FILE, audit=True
)
EXPORTED = kind("order.exported", N_("{actor} exported {rows} orders to a file"), erasure=_FILE, audit=True)
