"""The addresses of quizzes and simulations."""

from django.urls import path

from courses.quizzes.views import attempt, play, result

urlpatterns = [
    path("quiz/<uuid:key>/inizia/", attempt.quiz_start, name="quiz_start"),
    path("quiz/tentativi/<int:pk>/", attempt.quiz_review, name="quiz_review"),
    path("quiz/tentativi/<int:pk>/<int:number>/", attempt.quiz_question, name="quiz_question"),
    path("quiz/tentativi/<int:pk>/senza-limite/", attempt.quiz_without_limit, name="quiz_without_limit"),
    path("quiz/tentativi/<int:pk>/esito/", result.quiz_result, name="quiz_result"),
    path("simulazioni/<uuid:key>/inizia/", play.simulation_start, name="simulation_start"),
    path("simulazioni/prove/<int:pk>/", play.simulation_play, name="simulation_play"),
    path("simulazioni/prove/<int:pk>/esito/", play.simulation_result, name="simulation_result"),
]
