"""What staff/ writes into the journal. Employees are no clients: erasing a client touches nothing here."""

from __future__ import annotations

from vernost.journal.kinds import N_, NothingPersonal, kind

STAFF_ONLY = NothingPersonal("data of employees, not of clients")

ADDED = kind("staff.added", N_("{actor} added {employee}"), erasure=STAFF_ONLY, audit=True)
CHANGED = kind("staff.changed", N_("{actor} changed the data of {employee}"), erasure=STAFF_ONLY, audit=True)
ROLE_CHANGED = kind(
    "staff.role_changed", N_("{actor} changed what {employee} may do"), erasure=STAFF_ONLY, audit=True
)
DEACTIVATED = kind(
    "staff.deactivated", N_("{actor} closed the access of {employee}"), erasure=STAFF_ONLY, audit=True
)
REACTIVATED = kind(
    "staff.reactivated", N_("{actor} opened access for {employee} again"), erasure=STAFF_ONLY, audit=True
)
ALERTED = kind(
    "staff.alerted",
    N_("{employee} opened or exported unusually much; the directors were told"),
    erasure=STAFF_ONLY,
    audit=True,
)
LINK_MADE = kind(
    "staff.password_link_made",
    N_("{actor} made a link by which {employee} sets a password"),
    erasure=STAFF_ONLY,
    audit=True,
)
TEAM_SAVED = kind("team.saved", N_("{actor} saved the team {team}"), erasure=STAFF_ONLY, audit=True)
DEPUTY_SET = kind(
    "deputy.set",
    N_("{actor} made {deputy} stand in for {employee} from {since} until {until}"),
    erasure=STAFF_ONLY,
    audit=True,
)
DEPUTY_ENDED = kind(
    "deputy.ended", N_("{actor} ended {deputy} standing in for {employee}"), erasure=STAFF_ONLY, audit=True
)
SESSIONS_ENDED = kind(
    "sessions.ended", N_("{actor} ended sessions of {employee}: {count}"), erasure=STAFF_ONLY, audit=True
)
TOKEN_MADE = kind(
    "token.made", N_("{actor} made a token for a program: {token}"), erasure=STAFF_ONLY, audit=True
)
TOKEN_ENDED = kind(
    "token.ended", N_("{actor} ended a program's token: {token}"), erasure=STAFF_ONLY, audit=True
)
SIGNED_IN = kind("sign_in.done", N_("{actor} signed in"), erasure=STAFF_ONLY, audit=True)
LOCKED = kind(
    "sign_in.locked",
    N_("Signing in as {name} from {address} is closed for a while: too many wrong passwords"),
    erasure=STAFF_ONLY,
    audit=True,
)
PASSWORD_CHANGED = kind(
    "sign_in.password_changed", N_("{actor} changed the password"), erasure=STAFF_ONLY, audit=True
)
KEY_ADDED = kind("sign_in.key_added", N_("{actor} added a second key: {key}"), erasure=STAFF_ONLY, audit=True)
KEY_REMOVED = kind(
    "sign_in.key_removed", N_("{actor} removed a second key: {key}"), erasure=STAFF_ONLY, audit=True
)
TERM_CHANGED = kind("terms.changed", N_("{actor} changed the firm's terms"), erasure=STAFF_ONLY, audit=True)
