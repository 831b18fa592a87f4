"""Addresses of complaints."""

from __future__ import annotations

from django.urls import path

from vernost.complaints.pages import cases, following, looking

urlpatterns = [
    path("complaints/", cases.complaint_board, name="complaints"),
    path("complaints/list/", cases.complaint_list, name="complaint_list"),
    path("complaints/analysis/", looking.analysis, name="complaint_analysis"),
    path("complaints/causes/", looking.causes, name="complaint_causes"),
    path("complaints/causes/<int:pk>/", looking.cause_edit, name="complaint_cause"),
    path("complaints/authority/<int:pk>/", looking.authority, name="complaint_authority"),
    path("complaints/<int:pk>/", cases.complaint, name="complaint"),
    path("complaints/<int:pk>/acknowledge/", cases.acknowledge, name="complaint_acknowledge"),
    path("complaints/<int:pk>/facts/", cases.facts, name="complaint_facts"),
    path("complaints/<int:pk>/agree/", cases.agree, name="complaint_agree"),
    path("complaints/<int:pk>/carry-out/", cases.carry_out, name="complaint_carry_out"),
    path("complaints/<int:pk>/confirm/", cases.confirm, name="complaint_confirm"),
    path("complaints/<int:pk>/tell/", cases.tell, name="complaint_tell"),
    path("complaints/<int:pk>/note/", cases.note, name="complaint_note"),
    path("complaints/<int:pk>/pause/", cases.pause, name="complaint_pause"),
    path("complaints/<int:pk>/resume/", cases.resume, name="complaint_resume"),
    path("complaints/<int:pk>/reopen/", cases.reopen, name="complaint_reopen"),
    path("complaints/<int:pk>/assign/", cases.assign, name="complaint_assign"),
    path("complaints/<int:pk>/approve/", cases.approve, name="complaint_approve"),
    path("clients/<int:pk>/complaints/add/", cases.complaint_add, name="complaint_add"),
    path("case/<str:token>/", following.case, name="case"),
]
