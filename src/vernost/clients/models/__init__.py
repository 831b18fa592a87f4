"""What the client base keeps. Import from here."""

from vernost.clients.models.client import (
    EDITABLE,
    Bond,
    Client,
    ClosedReason,
    Holds,
    Kind,
    Level,
    Partner,
    Source,
)
from vernost.clients.models.consents import Consent, Given, Note, Purpose
from vernost.clients.models.contacts import Decides, Email, KeyPerson, Phone
from vernost.clients.models.dossier import About, DossierEntry
from vernost.clients.models.handover import LETTERS_WAIT, UNDONE_WITHIN, Handover, HandoverClient
from vernost.clients.models.history import Distinct, ExternalId, Forgotten, Merge
from vernost.clients.models.marketing import ChannelCost, FirstOffer, LevelChange, OfferResult
from vernost.clients.models.properties import ClientTag, CustomField, CustomValue, FieldKind, Tag
from vernost.clients.models.segments import Segment

__all__ = [
    "EDITABLE",
    "LETTERS_WAIT",
    "UNDONE_WITHIN",
    "About",
    "Bond",
    "ChannelCost",
    "Client",
    "ClientTag",
    "ClosedReason",
    "Consent",
    "CustomField",
    "CustomValue",
    "Decides",
    "Distinct",
    "DossierEntry",
    "Email",
    "ExternalId",
    "FieldKind",
    "FirstOffer",
    "Forgotten",
    "Given",
    "Handover",
    "HandoverClient",
    "Holds",
    "KeyPerson",
    "Kind",
    "Level",
    "LevelChange",
    "Merge",
    "Note",
    "OfferResult",
    "Partner",
    "Phone",
    "Purpose",
    "Segment",
    "Source",
    "Tag",
]
