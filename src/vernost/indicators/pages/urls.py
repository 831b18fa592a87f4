"""Addresses of indicators."""

from __future__ import annotations

from django.urls import path, re_path

from vernost.indicators.pages import views

urlpatterns = [
    path("figures/serving/", views.serving, name="serving"),
    path("figures/story/", views.story, name="story"),
    path("indicators/", views.indicators, name="indicators"),
    re_path(r"^indicators/export\.(?P<form>csv|xlsx)$", views.export, name="indicators_export"),
    path("indicators/<slug:slug>/", views.indicator, name="indicator"),
    path("indicators/<slug:slug>/rows/", views.rows, name="indicator_rows"),
    path("indicators/<slug:slug>/aim/", views.aim, name="indicator_aim"),
    re_path(
        r"^indicators/(?P<slug>[a-z0-9-]+)/export\.(?P<form>csv|xlsx)$",
        views.export_one,
        name="indicator_export",
    ),
]
