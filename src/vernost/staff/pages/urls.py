"""Addresses of staff pages."""

from __future__ import annotations

from django.urls import path

from vernost.staff.pages import employees, firm, myself, teams

urlpatterns = [
    path("staff/", employees.employee_list, name="staff"),
    path("staff/add/", employees.add, name="employee_add"),
    path("staff/<int:pk>/", employees.employee, name="employee"),
    path("staff/<int:pk>/edit/", employees.edit, name="employee_edit"),
    path("staff/<int:pk>/role/", employees.role, name="employee_role"),
    path("staff/<int:pk>/deactivate/", employees.deactivate, name="employee_deactivate"),
    path("staff/<int:pk>/reactivate/", employees.reactivate, name="employee_reactivate"),
    path("staff/<int:pk>/link/", employees.link, name="employee_link"),
    path("staff/<int:pk>/sessions/end/", employees.end_sessions, name="employee_sessions_end"),
    path("staff/<int:pk>/deputies/add/", teams.deputy_add, name="deputy_add"),
    path("staff/<int:pk>/deputies/<int:deputy>/end/", teams.deputy_end, name="deputy_end"),
    path("teams/", teams.team_list, name="teams"),
    path("teams/add/", teams.add, name="team_add"),
    path("teams/<int:pk>/edit/", teams.edit, name="team_edit"),
    path("me/", myself.myself, name="myself"),
    path("me/tokens/make/", myself.make_token, name="my_token_make"),
    path("me/tokens/<int:pk>/end/", myself.end_token, name="my_token_end"),
    path("me/sessions/end/", myself.end_other_sessions, name="my_other_sessions_end"),
    path("me/sessions/<str:session>/end/", myself.end_session, name="my_session_end"),
    path("settings/", firm.terms, name="terms"),
    path("audit/", firm.audit, name="audit"),
]
