"""The addresses of booking."""

from django.urls import path

from courses.booking import views

urlpatterns = [
    path("posti/<uuid:token>/", views.seat, name="seat"),
]
