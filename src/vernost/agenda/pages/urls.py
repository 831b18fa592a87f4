"""Addresses of the agenda."""

from __future__ import annotations

from django.urls import path

from vernost.agenda.pages import mine, plans, promises, views

urlpatterns = [
    path("today/", views.today, name="today"),
    path("today/week/", plans.week, name="today_week"),
    path("today/month/", plans.month, name="today_month"),
    path("today/mine/", mine.mine, name="today_mine"),
    path("today/mine/calendar/open/", mine.calendar_open, name="calendar_open"),
    path("today/mine/calendar/end/", mine.calendar_close, name="calendar_close"),
    path("today/mine/letter/", mine.wishes, name="day_wishes"),
    path("calendar/<slug:secret>.ics", mine.calendar, name="calendar"),
    path("today/team/", plans.team, name="today_team"),
    path("today/promises/", promises.promises, name="promises"),
    path("today/trust/", promises.trust, name="trust"),
    path("clients/<int:pk>/promises/add/", promises.promise_add, name="promise_add"),
    path("today/promises/<int:pk>/", views.promise_act, name="promise_act"),
    path("today/steps/<int:pk>/", views.step_act, name="step_act"),
    path("today/clients/<int:pk>/<slug:cause>/", views.cause_act, name="cause_act"),
    path("clients/<int:pk>/contacts/add/", views.contact_add, name="contact_add"),
]
