"""The start page and what belongs to the shell."""

from __future__ import annotations

from django.urls import path

from vernost.ui import gallery, views

urlpatterns = [
    path("", views.home, name="home"),
    path("palette/", views.palette, name="palette"),
    path("news/", views.news, name="news"),
    path("theme/", views.theme, name="theme"),
    path("language/", views.language, name="language"),
    path("columns/<slug:list_name>/", views.columns, name="columns"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("gallery/card/", gallery.card, name="gallery_card"),
    path("gallery/error/<int:status>/", gallery.error, name="gallery_error"),
]
