"""The start page and what belongs to the shell."""

from __future__ import annotations

from django.urls import path

from vernost.ui import views

urlpatterns = [path("", views.home, name="home")]
