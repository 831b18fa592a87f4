"""Kinds that only tests use."""

from __future__ import annotations

from vernost.journal.kinds import N_, Blank, BlankAll, NothingPersonal, kind

CALLED = kind(
    "test.called", N_("{actor} called {phone} about {matter}"), erasure=Blank("phone"), timeline=True
)
RENAMED = kind("test.renamed", N_("{actor} changed the name"), erasure=BlankAll(), timeline=True, audit=True)
MOVED = kind("test.moved", N_("{actor} moved it"), erasure=NothingPersonal("a count"), audit=True)
