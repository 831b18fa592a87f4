"""Addresses of team pages."""

from __future__ import annotations

from django.urls import path

from vernost.team.pages import commission, courses, ideas, ruling, training

urlpatterns = [
    path("commission/", commission.mine, name="commission"),
    path("commission/of/<int:pk>/", commission.of, name="commission_of"),
    path("commission/export/", commission.export, name="commission_export"),
    path("commission/statements/<int:pk>/", commission.statement, name="commission_statement"),
    path("commission/everybody/", commission.everybody, name="commission_all"),
    path("commission/close/", commission.close, name="commission_close"),
    path("commission/of/<int:pk>/correct/", commission.correct, name="commission_correct"),
    path("commission/rules/", ruling.rules, name="commission_rules"),
    path("commission/rules/add/", ruling.add, name="commission_rule_add"),
    path("commission/rules/<int:pk>/", ruling.change, name="commission_rule"),
    path("commission/rules/<int:pk>/end/", ruling.end, name="commission_rule_end"),
    path("commission/rules/<int:pk>/move/", ruling.move, name="commission_rule_move"),
    path("ideas/", ideas.idea_list, name="ideas"),
    path("ideas/add/", ideas.add, name="idea_add"),
    path("ideas/<int:pk>/", ideas.idea, name="idea"),
    path("ideas/<int:pk>/support/", ideas.support, name="idea_support"),
    path("ideas/<int:pk>/answer/", ideas.answer, name="idea_answer"),
    path("ideas/<int:pk>/reward/", ideas.reward, name="idea_reward"),
    path("ideas/<int:pk>/effect/", ideas.effect, name="idea_effect"),
    path("training/", training.mine, name="training"),
    path("training/results/", training.results, name="training_results"),
    path("training/require/", courses.require_first, name="training_require"),
    path("training/courses/", courses.library, name="training_courses"),
    path("training/courses/add/", courses.add, name="course_add"),
    path("training/courses/<int:pk>/settle/", courses.settle, name="course_settle"),
    path("training/courses/<int:pk>/draft/", courses.draft, name="course_draft"),
    path("training/courses/<int:pk>/waive/<int:employee>/", courses.waive, name="course_waive"),
    path("training/versions/<int:pk>/publish/", courses.publish, name="course_publish"),
    path("training/versions/<int:pk>/drop/", courses.drop, name="course_drop"),
    path("training/attempts/<int:pk>/", training.attempt, name="course_attempt"),
    path("training/<int:pk>/", training.course, name="course"),
    path("training/<int:pk>/try/", training.take, name="course_try"),
]
