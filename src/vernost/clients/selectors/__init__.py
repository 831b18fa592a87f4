"""Every read of the client base. Import from here."""

from vernost.clients.selectors.card import Card, client_card, consents_of, may_be_told
from vernost.clients.selectors.duplicates import Alike, duplicates, lookalikes
from vernost.clients.selectors.listing import (
    Asked,
    Counted,
    Listed,
    client_count,
    client_list,
    clients_of,
    remembered,
    segment_sentence,
    segments_of,
)
from vernost.clients.selectors.searching import client_find

__all__ = [
    "Alike", "Asked", "Card", "Counted", "Listed", "client_card", "client_count", "client_find", "client_list", "clients_of",
    "consents_of", "duplicates", "lookalikes", "may_be_told", "remembered", "segment_sentence", "segments_of",
]  # fmt: skip
