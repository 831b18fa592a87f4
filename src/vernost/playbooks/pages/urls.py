"""Addresses of playbooks."""

from __future__ import annotations

from django.urls import path

from vernost.playbooks.pages import drafts, talks, views

urlpatterns = [
    path("playbooks/", views.playbook_list, name="playbooks"),
    path("playbooks/add/", views.add, name="playbook_add"),
    path("playbooks/<int:pk>/", views.playbook, name="playbook"),
    path("playbooks/<int:pk>/edit/", views.edit, name="playbook_edit"),
    path("playbooks/<int:pk>/archive/", views.archive, name="playbook_archive"),
    path("playbooks/<int:pk>/draft/", drafts.draft, name="playbook_draft"),
    path("playbooks/<int:pk>/draft/drop/", drafts.drop, name="playbook_draft_drop"),
    path("playbooks/<int:pk>/versions/<int:number>/", views.version, name="playbook_version"),
    path("playbooks/<int:pk>/notes/add/", talks.note_add, name="playbook_note_add"),
    path("playbooks/notes/<int:pk>/answer/", talks.note_answer, name="playbook_note_answer"),
    path("playbooks/versions/<int:pk>/beside/", talks.beside, name="playbook_beside"),
    path("playbooks/versions/<int:pk>/used/", talks.used, name="playbook_used"),
]
