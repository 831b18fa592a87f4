"""Addresses of the client base."""

from __future__ import annotations

from django.urls import path, re_path

from vernost.clients.pages import clients, dossier, everybody, fields, many, parts, rights, segments

urlpatterns = [
    path("clients/", clients.client_list, name="clients"),
    path("clients/add/", clients.add, name="client_add"),
    path("clients/pick/", clients.pick, name="client_pick"),
    path("clients/duplicates/", many.duplicates, name="duplicates"),
    path("clients/everybody/hand-over/", everybody.hand_over, name="clients_hand_over_all"),
    path("clients/everybody/tag/", everybody.tag, name="clients_tag_all"),
    path("clients/hand-over/", many.hand_over, name="clients_hand_over"),
    re_path(r"^clients/export\.(?P<form>csv|xlsx)$", many.export, name="clients_export"),
    path("clients/merges/<int:merge>/undo/", many.merge_undo, name="merge_undo"),
    path("clients/<int:pk>/", clients.card, name="client"),
    path("clients/<int:pk>/edit/", clients.edit, name="client_edit"),
    path("clients/<int:pk>/history/", clients.history, name="client_history"),
    path("clients/<int:pk>/alike/", clients.alike, name="client_alike"),
    path("clients/<int:pk>/close/", clients.close, name="client_close"),
    path("clients/<int:pk>/reopen/", clients.reopen, name="client_reopen"),
    path("clients/<int:pk>/phones/add/", parts.phone_add, name="phone_add"),
    path("clients/<int:pk>/phones/<int:phone>/remove/", parts.phone_remove, name="phone_remove"),
    path("clients/<int:pk>/emails/add/", parts.email_add, name="email_add"),
    path("clients/<int:pk>/emails/<int:email>/remove/", parts.email_remove, name="email_remove"),
    path("clients/<int:pk>/people/add/", parts.person_add, name="person_add"),
    path("clients/<int:pk>/people/<int:person>/edit/", parts.person_edit, name="person_edit"),
    path("clients/<int:pk>/people/<int:person>/remove/", parts.person_remove, name="person_remove"),
    path("clients/<int:pk>/dossier/", dossier.dossier, name="client_dossier"),
    path("clients/<int:pk>/dossier/add/<str:about>/", dossier.entry_add, name="dossier_add"),
    path("clients/<int:pk>/dossier/<int:entry>/", dossier.entry_edit, name="dossier_edit"),
    path("clients/<int:pk>/dossier/<int:entry>/end/", dossier.entry_end, name="dossier_end"),
    path("clients/<int:pk>/dossier/<int:entry>/remove/", dossier.entry_remove, name="dossier_remove"),
    path("clients/<int:pk>/notes/add/", parts.note_add, name="note_add"),
    path("clients/<int:pk>/notes/<int:note>/edit/", parts.note_edit, name="note_edit"),
    path("clients/<int:pk>/notes/<int:note>/remove/", parts.note_remove, name="note_remove"),
    path("clients/<int:pk>/tags/", parts.tags, name="client_tags"),
    path("clients/<int:pk>/consents/add/", parts.consent_add, name="consent_add"),
    path("clients/<int:pk>/consents/withdraw/", parts.consent_withdraw, name="consent_withdraw"),
    path("clients/<int:pk>/fields/", parts.own_fields, name="client_own_fields"),
    path("clients/<int:pk>/merge/<int:other>/", many.merge, name="client_merge"),
    path("clients/<int:pk>/apart/<int:other>/", many.tell_apart, name="client_tell_apart"),
    path("clients/<int:pk>/data/", rights.data, name="client_data"),
    path("clients/<int:pk>/erase/", rights.erase, name="client_erase"),
    path("segments/", segments.segment_list, name="segments"),
    path("segments/add/", segments.segment_add, name="segment_add"),
    path("segments/<int:pk>/edit/", segments.segment_edit, name="segment_edit"),
    path("segments/<int:pk>/remove/", segments.segment_remove, name="segment_remove"),
    path("settings/fields/", fields.field_list, name="client_fields"),
    path("settings/fields/<int:pk>/retire/", fields.field_retire, name="client_field_retire"),
]
