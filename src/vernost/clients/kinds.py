"""What clients/ writes into the journal."""

from __future__ import annotations

from vernost.journal.kinds import N_, Blank, BlankAll, NothingPersonal, kind

_NO_WORDS = NothingPersonal("only that it was done, by whom and when")
_CODES = NothingPersonal("codes out of our own lists")

ADDED = kind("client.added", N_("{actor} added the client"), erasure=_NO_WORDS, timeline=True)
CHANGED = kind("client.changed", N_("{actor} changed the client's data"), erasure=BlankAll(), timeline=True)
LEVEL_MOVED = kind(
    "client.level_moved", N_("{actor} moved the client within the pyramid"), erasure=_CODES, timeline=True
)
CLOSED = kind("client.closed", N_("{actor} closed the client"), erasure=_CODES, timeline=True)
REOPENED = kind("client.reopened", N_("{actor} opened the client again"), erasure=_CODES, timeline=True)

PHONE_ADDED = kind(
    "client.phone_added", N_("{actor} added the phone {phone}"), erasure=Blank("phone"), timeline=True
)
PHONE_REMOVED = kind(
    "client.phone_removed", N_("{actor} removed the phone {phone}"), erasure=Blank("phone"), timeline=True
)
EMAIL_ADDED = kind(
    "client.email_added", N_("{actor} added the e-mail {email}"), erasure=Blank("email"), timeline=True
)
EMAIL_REMOVED = kind(
    "client.email_removed", N_("{actor} removed the e-mail {email}"), erasure=Blank("email"), timeline=True
)
PERSON_ADDED = kind("client.person_added", N_("{actor} added {person}"), erasure=BlankAll(), timeline=True)
PERSON_CHANGED = kind(
    "client.person_changed",
    N_("{actor} changed what is known of {person}"),
    erasure=BlankAll(),
    timeline=True,
)
PERSON_REMOVED = kind(
    "client.person_removed", N_("{actor} removed {person}"), erasure=BlankAll(), timeline=True
)

NOTED = kind("client.noted", N_("{actor} wrote: {text}"), erasure=Blank("text"), timeline=True)
NOTE_CHANGED = kind("client.note_changed", N_("{actor} changed a note"), erasure=BlankAll(), timeline=True)
NOTE_REMOVED = kind("client.note_removed", N_("{actor} removed a note"), erasure=BlankAll(), timeline=True)
TAGGED = kind("client.tagged", N_("{actor} tagged: {tags}"), erasure=Blank("tags"), timeline=True)
UNTAGGED = kind(
    "client.untagged", N_("{actor} took off the tags: {tags}"), erasure=Blank("tags"), timeline=True
)

DOSSIER_ADDED = kind(
    "dossier.added", N_("{actor} wrote into the dossier: {title}"), erasure=BlankAll(), timeline=True
)
DOSSIER_CHANGED = kind(
    "dossier.changed", N_("{actor} changed in the dossier: {title}"), erasure=BlankAll(), timeline=True
)
DOSSIER_ENDED = kind(
    "dossier.ended", N_("{actor}: no longer so in the dossier: {title}"), erasure=BlankAll(), timeline=True
)
DOSSIER_REOPENED = kind(
    "dossier.reopened", N_("{actor}: again so in the dossier: {title}"), erasure=BlankAll(), timeline=True
)
DOSSIER_REMOVED = kind(
    "dossier.removed", N_("{actor} removed from the dossier: {title}"), erasure=BlankAll(), timeline=True
)

CONSENTED = kind(
    "client.consented", N_("{actor} recorded a consent"), erasure=_CODES, timeline=True, audit=True
)
CONSENT_WITHDRAWN = kind(
    "client.consent_withdrawn",
    N_("{actor} recorded that a consent was withdrawn"),
    erasure=_CODES,
    timeline=True,
    audit=True,
)

HANDED_OVER = kind(
    "client.handed_over",
    N_("{actor} handed the client over to {successor}"),
    erasure=NothingPersonal("names of employees only"),
    timeline=True,
    audit=True,
)
HANDED_BACK = kind(
    "client.handed_back",
    N_("{actor} took the handover back: {successor} looks after the client again"),
    erasure=NothingPersonal("names of employees only"),
    timeline=True,
    audit=True,
)
HANDOVER_DONE = kind(
    "handover.done",
    N_("{actor} handed all clients of {employee} over: {rows}"),
    erasure=NothingPersonal("names of employees and how many clients"),
    audit=True,
)
HANDOVER_TAKEN_BACK = kind(
    "handover.taken_back",
    N_("{actor} took the handover of the clients of {employee} back: {rows}"),
    erasure=NothingPersonal("names of employees and how many clients"),
    audit=True,
)
MERGED = kind(
    "client.merged",
    N_("{actor} merged {absorbed} into this client"),
    erasure=BlankAll(),
    timeline=True,
    audit=True,
)
UNMERGED = kind(
    "client.unmerged",
    N_("{actor} took the merge with {absorbed} back"),
    erasure=BlankAll(),
    timeline=True,
    audit=True,
)
TOLD_APART = kind(
    "client.told_apart",
    N_("{actor} said that {other} is somebody else"),
    erasure=Blank("other"),
    timeline=True,
)

LOOKED = kind("client.looked", N_("{actor} opened the card of {client}"), erasure=Blank("client"), audit=True)
EXPORTED = kind(
    "client.exported",
    N_("{actor} exported {rows} clients to a file"),
    erasure=NothingPersonal("how many rows and which columns, no client's data"),
    audit=True,
)
BULK_CHANGED = kind(
    "client.bulk_changed",
    N_("{actor} changed {rows} clients at once"),
    erasure=NothingPersonal("how many and what kind of change"),
    audit=True,
)
PERSON_DATA_EXPORTED = kind(
    "client.personal_data_exported",
    N_("{actor} exported all data of the client for them"),
    erasure=_NO_WORDS,
    timeline=True,
    audit=True,
)
ERASED = kind(
    "client.erased",
    N_("{actor} erased the client's personal data"),
    erasure=_NO_WORDS,
    timeline=True,
    audit=True,
)

FIELD_DEFINED = kind(
    "client.field_defined",
    N_("{actor} defined the field {field}"),
    erasure=NothingPersonal("the firm's own field"),
    audit=True,
)
FIELD_CHANGED = kind(
    "client.field_changed",
    N_("{actor} changed the field {field}"),
    erasure=NothingPersonal("the firm's own field"),
    audit=True,
)
SEGMENT_SAVED = kind(
    "client.segment_saved",
    N_("{actor} saved the segment {segment}"),
    erasure=NothingPersonal("its name"),
    audit=True,
)
SEGMENT_REMOVED = kind(
    "client.segment_removed",
    N_("{actor} removed the segment {segment}"),
    erasure=NothingPersonal("its name"),
    audit=True,
)

_COST = NothingPersonal("a month, a channel and a sum")
COST_SAVED = kind(
    "client.cost_saved", N_("{actor} wrote down the cost of a channel: {sum}"), erasure=_COST, audit=True
)
COST_REMOVED = kind(
    "client.cost_removed", N_("{actor} removed the cost of a channel: {sum}"), erasure=_COST, audit=True
)
OFFERED = kind(
    "client.offered", N_("{actor} made a first offer: {text}"), erasure=Blank("text"), timeline=True
)
OFFER_TAKEN = kind(
    "client.offer_taken", N_("The client took the first offer: {text}"), erasure=Blank("text"), timeline=True
)
OFFER_DECLINED = kind(
    "client.offer_declined",
    N_("The client declined the first offer: {text}"),
    erasure=Blank("text"),
    timeline=True,
)
