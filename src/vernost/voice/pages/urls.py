"""Addresses of surveys, answers, scores and the loop."""

from __future__ import annotations

from django.urls import path

from vernost.voice.pages import answering, improvements, loops, surveys

urlpatterns = [
    path("voice/surveys/", surveys.surveys, name="surveys"),
    # Clients answer here.
    path("r/<str:secret>/", answering.letter, name="survey_letter"),
    path("s/said/<str:receipt>/", answering.said, name="survey_said"),
    path("s/<str:address>/", answering.link, name="survey_link"),
    path("voice/loop/", loops.loops, name="voice_loops"),
    path("voice/loop/analysis/", loops.loop_analysis, name="voice_loop_analysis"),
    path("voice/loop/<int:pk>/", loops.loop, name="loop"),
    path("voice/loop/<int:pk>/tried/", loops.loop_tried, name="loop_tried"),
    path("voice/loop/<int:pk>/reopen/", loops.loop_reopen, name="loop_reopen"),
    path("voice/improvements/", improvements.improvements, name="improvements"),
    path("voice/improvements/add/", improvements.improvement_add, name="improvement_add"),
    path("voice/improvements/<int:pk>/", improvements.improvement, name="improvement"),
    path("voice/improvements/<int:pk>/edit/", improvements.improvement_edit, name="improvement_edit"),
    path(
        "voice/improvements/<int:pk>/measure/", improvements.improvement_measure, name="improvement_measure"
    ),
    path("voice/improvements/<int:pk>/move/", improvements.improvement_move, name="improvement_move"),
]
