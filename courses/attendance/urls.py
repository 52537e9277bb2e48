"""The addresses of attendance."""

from django.urls import path

from courses.attendance.views import days, joining, marks, people, roster, sheets, slides, worker

urlpatterns = [
    path("registro/", days.days, name="register_days"),
    path("registro/senza-rete.js", worker.worker, name="register_worker"),
    path("registro/gettone/", marks.register_token, name="register_token"),
    path("registro/<int:pk>/", roster.roster, name="register"),
    path("registro/<int:pk>/apri/", roster.register_open, name="register_open"),
    path("registro/<int:pk>/segni/", marks.register_marks, name="register_marks"),
    path("registro/<int:pk>/parti/<int:slot>/", roster.register_part, name="register_part"),
    path("registro/<int:pk>/parti/<int:slot>/tutti/", roster.register_everybody, name="register_everybody"),
    path("registro/<int:pk>/persone/", people.people_called, name="register_people"),
    path("registro/<int:pk>/persone/nuova/", people.people_new, name="register_people_new"),
    path("registro/<int:pk>/persone/<int:participant>/", people.people_add, name="register_people_add"),
    path("registro/<int:pk>/persone/<int:attendee>/togli/", people.people_take_off, name="register_people_take_off"),
    path("registro/<int:pk>/foglio/", sheets.sheet_add, name="sheet_add"),
    path("registro/<int:pk>/slide/", slides.slides_add, name="slides_add"),
    path("registro/<int:pk>/slide/<int:slides>/elimina/", slides.slides_throw_away, name="slides_throw_away"),
    path("materiali/slide/<int:pk>/", slides.slides_file, name="slides_file"),
    path("collegamento/<uuid:token>/", joining.join, name="join"),
]
