"""Addresses of surveys, answers, scores and the loop."""

from __future__ import annotations

from django.urls import path, re_path

from vernost.voice.pages import (
    answering,
    answers,
    causes,
    entering,
    improvements,
    loops,
    score,
    surveys,
    waves,
    widget,
)

urlpatterns = [
    # Clients answer here, many at once: found before anything else.
    path("r/<str:secret>/", answering.letter, name="survey_letter"),
    path("s/said/<str:receipt>/", answering.said, name="survey_said"),
    path("s/<str:address>/", answering.link, name="survey_link"),
    path("voice/", score.voice, name="voice"),
    path("voice/training/", score.training, name="voice_training"),
    path("voice/answers/", answers.answers, name="voice_answers"),
    re_path(
        r"^voice/answers/export\.(?P<form>csv|xlsx)$", answers.answers_export, name="voice_answers_export"
    ),
    path("voice/answers/<int:pk>/", answers.answer, name="voice_answer"),
    path("voice/answers/<int:pk>/cause/", answers.answer_cause, name="voice_answer_cause"),
    path("voice/causes/", causes.voice_causes, name="voice_causes"),
    path("voice/causes/<int:pk>/", causes.voice_cause, name="voice_cause"),
    path("voice/causes/<int:pk>/away/", causes.voice_cause_away, name="voice_cause_away"),
    path("voice/causes/<int:pk>/merge/", causes.voice_cause_merge, name="voice_cause_merge"),
    path("voice/surveys/", surveys.surveys, name="surveys"),
    path("voice/surveys/add/", surveys.survey_add, name="survey_add"),
    path("voice/surveys/<int:pk>/", surveys.survey, name="survey"),
    path("voice/surveys/<int:pk>/edit/", surveys.survey_edit, name="survey_edit"),
    path("voice/surveys/<int:pk>/open/", surveys.survey_open, name="survey_open"),
    path("voice/surveys/<int:pk>/close/", surveys.survey_close, name="survey_close"),
    path("voice/surveys/<int:pk>/delete/", surveys.survey_delete, name="survey_delete"),
    path("voice/surveys/<int:pk>/preview/", surveys.survey_preview, name="survey_preview"),
    path("voice/surveys/<int:pk>/card/", surveys.survey_card, name="survey_card"),
    path("voice/surveys/<int:pk>/wave/", waves.wave_add, name="wave_add"),
    path("voice/waves/<int:pk>/", waves.wave, name="wave"),
    path("voice/waves/<int:pk>/begin/", waves.wave_begin, name="wave_begin"),
    path("voice/waves/<int:pk>/stop/", waves.wave_stop, name="wave_stop"),
    path("clients/<int:pk>/answer/", entering.answer_enter, name="answer_enter"),
    path("clients/<int:pk>/ask/<int:survey>/", entering.ask, name="survey_ask"),
    path("voice/widget/<str:address>.js", widget.script, name="survey_widget"),
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
