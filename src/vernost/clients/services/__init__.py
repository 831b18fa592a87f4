"""Every write of the client base. Import from here."""

from vernost.clients.services.clients import (
    client_add,
    client_change,
    client_close,
    client_open,
    client_reopen,
)
from vernost.clients.services.consents import consent_record, consent_withdraw
from vernost.clients.services.contacts import (
    email_add,
    email_remove,
    person_add,
    person_change,
    person_remove,
    phone_add,
    phone_remove,
)
from vernost.clients.services.dossier import dossier_add, dossier_change, dossier_end, dossier_remove
from vernost.clients.services.erasing import client_erase, client_export
from vernost.clients.services.everybody import everybody_count, everybody_hand_over, everybody_tag
from vernost.clients.services.exporting import clients_to_csv, clients_to_xlsx
from vernost.clients.services.handing_over import TakenBack, handover_run, handover_take_back
from vernost.clients.services.handovers import (
    handover_assign,
    handover_drop,
    handover_plan,
    handover_settle,
    handover_split,
)
from vernost.clients.services.marketing import cost_remove, cost_save
from vernost.clients.services.merging import clients_merge, clients_tell_apart, merge_undo
from vernost.clients.services.notes import note_add, note_change, note_remove
from vernost.clients.services.owners import clients_hand_over
from vernost.clients.services.properties import (
    client_tags_set,
    clients_tag,
    field_change,
    field_define,
    value_set,
    values_set,
    visible_ids,
)
from vernost.clients.services.pyramid import clients_bought, offer_make, offer_settle
from vernost.clients.services.segments import segment_remove, segment_save

__all__ = [
    "TakenBack",
    "client_add",
    "client_change",
    "client_close",
    "client_erase",
    "client_export",
    "client_open",
    "client_reopen",
    "client_tags_set",
    "clients_bought",
    "clients_hand_over",
    "clients_merge",
    "clients_tag",
    "clients_tell_apart",
    "clients_to_csv",
    "clients_to_xlsx",
    "consent_record",
    "consent_withdraw",
    "cost_remove",
    "cost_save",
    "dossier_add",
    "dossier_change",
    "dossier_end",
    "dossier_remove",
    "email_add",
    "email_remove",
    "everybody_count",
    "everybody_hand_over",
    "everybody_tag",
    "field_change",
    "field_define",
    "handover_assign",
    "handover_drop",
    "handover_plan",
    "handover_run",
    "handover_settle",
    "handover_split",
    "handover_take_back",
    "merge_undo",
    "note_add",
    "note_change",
    "note_remove",
    "offer_make",
    "offer_settle",
    "person_add",
    "person_change",
    "person_remove",
    "phone_add",
    "phone_remove",
    "segment_remove",
    "segment_save",
    "value_set",
    "values_set",
    "visible_ids",
]
