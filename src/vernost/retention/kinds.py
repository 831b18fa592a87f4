"""What retention/ writes into the journal."""

from __future__ import annotations

from vernost.journal.kinds import N_, EntryKind, NothingPersonal, kind

_STANDING = NothingPersonal("a word out of our own list")

MOVED: dict[str, EntryKind] = {
    "new": kind("retention.new", N_("First purchase: a new client"), erasure=_STANDING, timeline=True),
    "active": kind(
        "retention.active", N_("Active again, in the usual rhythm"), erasure=_STANDING, timeline=True
    ),
    "slipping": kind(
        "retention.slipping", N_("Silent longer than usual: slipping"), erasure=_STANDING, timeline=True
    ),
    "lost": kind("retention.lost", N_("Silent past the line: lost"), erasure=_STANDING, timeline=True),
    "returned": kind(
        "retention.returned",
        N_("Bought again after having been lost: returned"),
        erasure=_STANDING,
        timeline=True,
    ),
}
REFRESHED = kind(
    "retention.refreshed",
    N_("{actor} asked for the figures to be computed anew"),
    erasure=_STANDING,
    audit=True,
)
