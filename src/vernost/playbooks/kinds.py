"""What playbooks/ writes into the journal."""

from __future__ import annotations

from vernost.journal.kinds import N_, NothingPersonal, kind

_OURS = NothingPersonal("the title of a playbook: nothing of a client")
ADDED = kind("playbook.added", N_("{actor} began the playbook “{title}”"), erasure=_OURS, audit=True)
RENAMED = kind(
    "playbook.renamed", N_("{actor} changed title or moments of “{title}”"), erasure=_OURS, audit=True
)
PUBLISHED = kind(
    "playbook.published",
    N_("{actor} published version {number} of the playbook “{title}”"),
    erasure=_OURS,
    audit=True,
)
ARCHIVED = kind("playbook.archived", N_("{actor} put the playbook “{title}” away"), erasure=_OURS, audit=True)
RESTORED = kind(
    "playbook.restored", N_("{actor} brought the playbook “{title}” back"), erasure=_OURS, audit=True
)
DRAFT_DROPPED = kind(
    "playbook.draft_dropped", N_("{actor} threw away the draft of “{title}”"), erasure=_OURS, audit=True
)
NOTED = kind("playbook.noted", N_("{actor} told how “{title}” does in talks"), erasure=_OURS, audit=True)
ANSWERED = kind("playbook.answered", N_("{actor} answered a note about “{title}”"), erasure=_OURS, audit=True)
HELPED = kind("playbook.helped", N_("{actor}: the playbook “{title}” helped"), erasure=_OURS, timeline=True)
NOT_HELPED = kind(
    "playbook.not_helped", N_("{actor}: the playbook “{title}” did not help"), erasure=_OURS, timeline=True
)
UNSAID = kind(
    "playbook.unsaid", N_("{actor} took back what was said of “{title}”"), erasure=_OURS, timeline=True
)
