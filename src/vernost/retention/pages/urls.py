"""Addresses of the figures."""

from __future__ import annotations

from django.urls import path

from vernost.retention.pages import reputation, value, views

urlpatterns = [
    # How the base stands; what to do about it is in «Today» (agenda/).
    path("", views.overview, name="overview"),
    path("clients/<int:pk>/value/", value.client_value, name="client_value"),
    path("figures/refresh/", views.refresh, name="facts_refresh"),
    path("figures/loss/", views.loss, name="loss"),
    path("figures/sources/", views.sources, name="sources"),
    path("figures/loss/names/", views.names, name="loss_names"),
    path("voice/reputation/", reputation.reputation, name="reputation"),
    path("voice/reputation/people/", reputation.people, name="reputation_people"),
]
