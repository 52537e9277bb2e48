"""The addresses of quizzes."""

from django.urls import path

from courses.quizzes.views import attempt, result

urlpatterns = [
    path("quiz/<uuid:key>/inizia/", attempt.quiz_start, name="quiz_start"),
    path("quiz/tentativi/<int:pk>/", attempt.quiz_review, name="quiz_review"),
    path("quiz/tentativi/<int:pk>/<int:number>/", attempt.quiz_question, name="quiz_question"),
    path("quiz/tentativi/<int:pk>/senza-limite/", attempt.quiz_without_limit, name="quiz_without_limit"),
    path("quiz/tentativi/<int:pk>/esito/", result.quiz_result, name="quiz_result"),
]
