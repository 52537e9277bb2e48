"""The addresses of this app's own views."""

from django.urls import path

from home import views

app_name = "home"
urlpatterns = [
    path("riscontro/", views.feedback, name="feedback"),
    path("segnala-barriera/", views.barrier, name="barrier"),
]
