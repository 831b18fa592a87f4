"""Addresses of reviews."""

from __future__ import annotations

from django.urls import path

from vernost.reviews.pages import public, reviews, showing

urlpatterns = [
    path("reviews/", reviews.review_list, name="reviews"),
    path("reviews/add/", reviews.add, name="review_add"),
    path("reviews/<int:pk>/", reviews.review, name="review"),
    path("reviews/<int:pk>/publish/", reviews.publish, name="review_publish"),
    path("reviews/<int:pk>/decline/", reviews.decline, name="review_decline"),
    path("reviews/<int:pk>/hide/", reviews.hide, name="review_hide"),
    path("reviews/<int:pk>/back/", reviews.back, name="review_back"),
    path("reviews/<int:pk>/answer/", reviews.answer, name="review_answer"),
    path("reviews/<int:pk>/agreement/", reviews.agreement, name="review_agreement"),
    path("reviews/<int:pk>/tie/", reviews.tie, name="review_tie"),
    path("clients/<int:pk>/review/", reviews.ask, name="review_ask"),
    path("reviews/widget/", showing.edit, name="review_widget"),
    path("reviews/widget/<slug:slug>.js", showing.script, name="review_script"),
    path("reviews/of/<slug:slug>/", showing.every, name="reviews_shown"),
    path("reviews/of/<slug:slug>/write/", public.visitor, name="review_visitor"),
    path("review/<str:secret>/", public.write, name="review_write"),
]
