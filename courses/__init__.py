"""A learning-management plug-in for any Wagtail site: courses as pages, records per person."""

# The floors, ground floor first: a room imports only rooms that stand before it (tests/test_architecture.py).
ROOMS = (
    "audit",
    "post",
    "editions",
    "territory",
    "people",
    "adhesion",
    "catalogue",
    "agenda",
    "enrolment",
    "officials",
    "progress",
    "booking",
    "attendance",
    "quizzes",
    "surveys",
    "certificates",
    "keeping",
    "stories",
    "dossiers",
    "messages",
    "reports",
    "figures",
    "scale",
    "desk",
)
