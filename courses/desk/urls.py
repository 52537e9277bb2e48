"""The addresses of the personal area."""

from django.urls import path

from courses.desk import views

urlpatterns = [
    path("area-personale/", views.desk, name="desk"),
    path("area-personale/dati/", views.own_data, name="own_data"),
]
