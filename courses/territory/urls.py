"""The territory's addresses."""

from django.urls import path

from courses.territory import views

urlpatterns = [
    path("comuni/", views.municipality_search, name="municipality_search"),
]
