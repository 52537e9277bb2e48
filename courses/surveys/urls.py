"""The addresses of questionnaires."""

from django.urls import path

from courses.surveys import views

urlpatterns = [
    path("questionari/grazie/", views.survey_thanks, name="survey_thanks"),
    path("questionari/<uuid:token>/", views.survey, name="survey"),
    path("questionari/in-aula/<uuid:token>/", views.survey_of_round, name="survey_of_round"),
    path("questionari/giornate/<int:pk>/", views.survey_results, name="survey_results"),
]
