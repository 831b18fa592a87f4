"""Addresses of the figures."""

from __future__ import annotations

from django.urls import path

from vernost.retention.pages import views

urlpatterns = [
    # The first thing in the morning; until «Today» lists what to do, the overview stands in its place.
    path("", views.overview, name="overview"),
    path("figures/refresh/", views.refresh, name="facts_refresh"),
    path("figures/loss/", views.loss, name="loss"),
    path("figures/loss/names/", views.names, name="loss_names"),
]
