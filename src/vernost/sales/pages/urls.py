"""Addresses of deals."""

from __future__ import annotations

from django.urls import path

from vernost.sales.pages import analysing, boards, deals, endings, offers, reasons, stages

urlpatterns = [
    path("deals/", boards.board, name="deals"),
    path("deals/list/", boards.deals_list, name="deals_list"),
    path("deals/add/", deals.deal_add, name="deal_add"),
    path("deals/<int:pk>/", deals.deal, name="deal"),
    path("deals/<int:pk>/edit/", deals.deal_edit, name="deal_edit"),
    path("deals/<int:pk>/move/", boards.deal_move, name="deal_move"),
    path("deals/<int:pk>/step/", deals.deal_step, name="deal_step"),
    path("deals/<int:pk>/win/", endings.deal_win, name="deal_win"),
    path("deals/<int:pk>/lose/", endings.deal_lose, name="deal_lose"),
    path("deals/<int:pk>/reopen/", endings.deal_reopen, name="deal_reopen"),
    path("deals/<int:pk>/remove/", endings.deal_remove, name="deal_remove"),
    path("deals/<int:pk>/offers/add/", offers.offer_add, name="offer_add"),
    path("offers/<int:pk>/", offers.offer, name="offer"),
    path("offers/<int:pk>/edit/", offers.offer_edit, name="offer_edit"),
    path("offers/<int:pk>/choose/", offers.offer_choose, name="offer_choose"),
    path("offers/<int:pk>/remove/", offers.offer_remove, name="offer_remove"),
    path("deals/analysis/", analysing.deals_analysis, name="deals_analysis"),
    path("deals/stages/", stages.stages, name="stages"),
    path("deals/stages/<int:pk>/", stages.stage_edit, name="stage_edit"),
    path("deals/stages/<int:pk>/shift/", stages.stage_shift, name="stage_shift"),
    path("deals/stages/<int:pk>/delete/", stages.stage_delete, name="stage_delete"),
    path("deals/pipelines/<int:pk>/", stages.pipeline_edit, name="pipeline_edit"),
    path("deals/pipelines/<int:pk>/remove/", stages.pipeline_remove, name="pipeline_remove"),
    path("deals/reasons/", reasons.reasons, name="reasons"),
    path("deals/reasons/<int:pk>/", reasons.reason_edit, name="reason_edit"),
    path("deals/reasons/<int:pk>/remove/", reasons.reason_remove, name="reason_remove"),
    path("deals/reasons/<int:pk>/restore/", reasons.reason_restore, name="reason_restore"),
]
