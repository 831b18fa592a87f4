"""Addresses of winning back."""

from __future__ import annotations

from django.urls import path

from vernost.winback.pages import asking, plans, reasons, results, templates, whom

urlpatterns = [
    path("winback/", whom.whom, name="winback"),
    path("winback/start/", whom.start, name="winback_start"),
    path("winback/terciles/", whom.terciles, name="winback_terciles"),
    path("winback/returned/", whom.returned, name="winback_returned"),
    path("winback/plans/", plans.plan_list, name="winback_plans"),
    path("winback/plans/<int:pk>/", plans.plan, name="winback_plan"),
    path("winback/plans/<int:pk>/answer/", plans.answer, name="winback_answer"),
    path("winback/plans/<int:pk>/call-off/", plans.call_off, name="winback_plan_call_off"),
    path("winback/reasons/", reasons.reasons, name="winback_reasons"),
    path("winback/reasons/catalogue/", reasons.catalogue, name="winback_catalogue"),
    path("winback/reasons/catalogue/<int:pk>/", reasons.reason, name="winback_reason"),
    path("winback/reasons/catalogue/<int:pk>/away/", reasons.put_away, name="winback_reason_away"),
    path("winback/templates/", templates.templates, name="winback_templates"),
    path("winback/templates/add/", templates.template_add, name="winback_template_add"),
    path("winback/templates/<int:pk>/", templates.template, name="winback_template"),
    path("winback/templates/<int:pk>/away/", templates.put_away, name="winback_template_away"),
    path("winback/polls/", asking.polls, name="winback_polls"),
    path("winback/polls/begin/", asking.begin, name="winback_ask"),
    path("winback/polls/clients/", asking.client_poll, name="winback_client_poll"),
    path("winback/polls/<int:pk>/", asking.poll, name="winback_poll"),
    path("winback/polls/<int:pk>/close/", asking.poll_close, name="winback_poll_close"),
    path("winback/storms/<int:pk>/", asking.storm, name="winback_storm"),
    path("winback/storms/<int:pk>/add/", asking.idea_add, name="winback_idea_add"),
    path("winback/storms/<int:pk>/close/", asking.storm_close, name="winback_storm_close"),
    path("winback/ideas/<int:pk>/", asking.idea_move, name="winback_idea_move"),
    path("winback/results/", results.results, name="winback_results"),
    path("winback/rounds/<int:pk>/", results.round_page, name="winback_round"),
    path("winback/rounds/<int:pk>/call-off/", results.call_off, name="winback_round_call_off"),
    path("clients/<int:pk>/winback/", plans.plan_add, name="winback_plan_add"),
    path("clients/<int:pk>/winback/why/", reasons.why, name="winback_why"),
    path("clients/<int:pk>/winback/let-go/", whom.let_go, name="winback_let_go"),
    path("clients/<int:pk>/winback/take-back/", whom.take_back, name="winback_take_back"),
    path("winback/why/<int:pk>/confirm/", reasons.confirm, name="winback_why_confirm"),
]
