"""Addresses of surveys, answers, scores and the loop."""

from __future__ import annotations

from django.urls import path

from vernost.voice.pages import answering, surveys

urlpatterns = [
    path("voice/surveys/", surveys.surveys, name="surveys"),
    # Clients answer here.
    path("r/<str:secret>/", answering.letter, name="survey_letter"),
    path("s/said/<str:receipt>/", answering.said, name="survey_said"),
    path("s/<str:address>/", answering.link, name="survey_link"),
]
