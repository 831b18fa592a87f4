"""Every read of the client base. Import from here."""

from vernost.clients.selectors.card import (
    Card,
    client_card,
    client_history,
    consents_of,
    every_field,
    may_be_told,
    merged_into,
    own_fields,
    own_values,
    panel_of,
    recommender_of,
)
from vernost.clients.selectors.dossier import Dossier, dossier_of, gained_with_us
from vernost.clients.selectors.duplicates import Alike, differences, duplicates, latest_merges, lookalikes
from vernost.clients.selectors.listing import (
    Asked,
    Counted,
    Listed,
    asked_said,
    client_count,
    client_list,
    clients_of,
    segment_said,
    segment_sentence,
    segments_of,
)
from vernost.clients.selectors.marketing import cost_list, costs_between
from vernost.clients.selectors.pyramid import offer_list, offers_of, pyramid
from vernost.clients.selectors.searching import client_find

__all__ = [
    "Alike",
    "Asked",
    "Card",
    "Counted",
    "Dossier",
    "Listed",
    "asked_said",
    "client_card",
    "client_count",
    "client_find",
    "client_history",
    "client_list",
    "clients_of",
    "consents_of",
    "cost_list",
    "costs_between",
    "differences",
    "dossier_of",
    "duplicates",
    "every_field",
    "gained_with_us",
    "latest_merges",
    "lookalikes",
    "may_be_told",
    "merged_into",
    "offer_list",
    "offers_of",
    "own_fields",
    "own_values",
    "panel_of",
    "pyramid",
    "recommender_of",
    "segment_said",
    "segment_sentence",
    "segments_of",
]
