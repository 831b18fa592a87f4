"""Addresses of the agenda."""

from __future__ import annotations

from django.urls import path

from vernost.agenda.pages import views

urlpatterns = [
    path("today/", views.today, name="today"),
    path("today/promises/<int:pk>/", views.promise_act, name="promise_act"),
    path("today/steps/<int:pk>/", views.step_act, name="step_act"),
    path("today/clients/<int:pk>/<slug:cause>/", views.cause_act, name="cause_act"),
    path("clients/<int:pk>/contacts/add/", views.contact_add, name="contact_add"),
]
