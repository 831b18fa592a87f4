"""Addresses of courtesies."""

from __future__ import annotations

from django.urls import path

from vernost.courtesy.pages import views

urlpatterns = [
    path("courtesy/", views.courtesies, name="courtesies"),
    path("asked/<str:secret>/", views.form, name="courtesy_form"),
]
