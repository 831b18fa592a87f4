"""Whom to win back: four classes out of ABC × XYZ (rule 6.1)."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from .columns import require

CLASSES = ("first", "must", "if_possible", "let_go")

CELLS = {
    ("A", "X"): "first",
    ("A", "Y"): "first",
    ("B", "X"): "first",
    ("A", "Z"): "must",
    ("B", "Y"): "must",
    ("B", "Z"): "if_possible",
    ("C", "X"): "if_possible",
    ("C", "Y"): "if_possible",
    ("C", "Z"): "let_go",
}


def winback_class(abc: str, xyz: str) -> str:
    """The class of one cell of the matrix: ``first`` | ``must`` | ``if_possible`` | ``let_go``."""
    return CELLS[abc, xyz]


def winback(clients: ir.Table) -> ir.Table:
    """Add ``winback_class`` to lost clients; empty for the others (rule 6.1).

    :param clients: ``abc``, ``xyz``, ``is_lost``.
    """
    require(clients, "winback", "abc", "xyz", "is_lost")
    cases = [
        (clients.is_lost & (clients.abc == a) & (clients.xyz == x), name) for (a, x), name in CELLS.items()
    ]
    return clients.mutate(winback_class=ibis.cases(*cases, else_=ibis.null("string")))
