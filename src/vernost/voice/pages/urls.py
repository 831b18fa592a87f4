"""Addresses of surveys, answers, scores and the loop."""

from __future__ import annotations

from django.urls import path

from vernost.voice.pages import surveys

urlpatterns = [
    path("voice/surveys/", surveys.surveys, name="surveys"),
]
