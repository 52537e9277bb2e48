"""What an entry of the trail says to a person."""

from collections.abc import Callable, Iterable

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from courses.audit.models import Entry

# Every action that the code records has its words here (a test fails on one without); a host's own show their code.
ACTIONS = {
    "access.refused": _("Access refused"),
    "account.change_groups": _("Groups of an account changed"),
    "account.change_powers": _("Powers of an account changed"),
    "account.close": _("Account closed"),
    "account.sign_in": _("Signed in"),
    "account.sign_in_failed": _("Sign-in failed"),
    "account.sign_out": _("Signed out"),
    "adhesion.accept": _("Adhesion accepted"),
    "adhesion.ask_correction": _("Correction asked for"),
    "adhesion.contest": _("Marked as contested"),
    "adhesion.export": _("List of adhesions downloaded"),
    "adhesion.proof": _("Proof recorded"),
    "adhesion.read_signed_form": _("Signed form read"),
    "adhesion.reassign": _("Contact replaced"),
    "adhesion.reject": _("Adhesion rejected"),
    "adhesion.set_protocol": _("Protocol number written"),
    "adhesion.settle": _("No longer contested"),
    "adhesion.submit": _("Confirmed by the contact"),
    "adhesion.withdraw": _("Adhesion withdrawn"),
    "attempt.begin": _("Quiz begun"),
    "attempt.drop_limit": _("Quiz: went on without the time limit"),
    "attempt.hand_in": _("Quiz handed in"),
    "attendee.add": _("Person put on the register"),
    "attendee.erase": _("Erased from the registers"),
    "attendee.export": _("List of presences downloaded"),
    "attendee.settle": _("Unknown person settled"),
    "attendee.take_off": _("Person taken off the register"),
    "body.export": _("List of bodies, or of a body's officials, downloaded"),
    "body.export_hours": _("Hours of a body's officials downloaded"),
    "certificate.archive": _("Certificates downloaded together"),
    "certificate.confirm": _("Certificate confirmed"),
    "certificate.erase": _("Erased from the certificates"),
    "certificate.export": _("List of certificates downloaded"),
    "certificate.remove_picture": _("Picture of the certificates removed"),
    "certificate.restore_template": _("Texts of the certificates restored"),
    "certificate.save_template": _("Texts of the certificates changed"),
    "rule.apply_to_all": _("New rule of the course applied to those under way"),
    "booking.accept": _("Offered place accepted"),
    "booking.cancel": _("Place given up"),
    "booking.confirm": _("Comes to the moved event"),
    "booking.create": _("Place given"),
    "booking.export": _("List of people booked downloaded"),
    "booking.lapse": _("Offer lapsed"),
    "booking.missed": _("Day missed: another may be booked"),
    "booking.offer": _("Place offered"),
    "booking.say_needs": _("Said what they need"),
    "booking.wait": _("On the waiting list"),
    "calendar_key.renew": _("Address of the personal calendar made"),
    "calendar_key.revoke": _("Address of the personal calendar revoked"),
    "certificate.annul": _("Certificate annulled"),
    "certificate.flag": _("Differs from the register since a correction"),
    "certificate.issue": _("Certificate issued"),
    "certificate.read": _("File taken"),
    "certificate.issue_again": _("Certificate issued again after it was annulled"),
    "certificate.reissue": _("Replaced by a new one"),
    "certificate.report_error": _("Error reported"),
    "certificate.settle_report": _("Report of an error settled"),
    "certificate.unflag": _("Agrees with the register again"),
    "certificate.unite": _("Two records of one person united"),
    "completion.create": _("Activity completed"),
    "completion.export": _("List of completions downloaded"),
    "completion.withdraw": _("Completion withdrawn"),
    "connection.apply": _("Minutes of the report brought onto the register"),
    "connection.drop": _("Attendance reports taken away"),
    "connection.import": _("Attendance report taken in"),
    "connection.settle": _("A name of the report settled"),
    "contact.hand_over": _("Role of contact handed over"),
    "credit.export": _("List of hours downloaded"),
    "credit.record": _("Hours credited"),
    "datarequest.done": _("Request about personal data answered"),
    "datarequest.export": _("List of requests about personal data downloaded"),
    "datarequest.limited": _("Personal data limited"),
    "datarequest.record": _("Request about personal data recorded"),
    "datarequest.refused": _("Request about personal data refused"),
    "enrolment.active": _("Enrolment activated"),
    "enrolment.completed": _("Course completed"),
    "enrolment.export": _("List of enrolments downloaded"),
    "enrolment.pending": _("Enrolment asked for"),
    "enrolment.remind": _("Reminded to start"),
    "enrolment.suspended": _("Enrolment suspended"),
    "enrolment.withdrawn": _("Enrolment withdrawn"),
    "entry.export": _("Audit entries downloaded"),
    "event.ask_file": _("File for the audit asked for"),
    "event.call_off": _("Event called off"),
    "event.change": _("Details changed"),
    "event.confirm": _("Event confirmed"),
    "event.create": _("Event created"),
    "event.export": _("List of events downloaded"),
    "event.move": _("Event moved"),
    "event.set_capacity": _("Seats changed"),
    "event.set_teachers": _("Teachers changed"),
    "figure.export": _("Table of the figures downloaded"),
    "export.ask": _("Long list asked for"),
    "export.download": _("Long list downloaded"),
    "group.change_permissions": _("Permissions of a group changed"),
    "import.apply": _("File of people saved"),
    "import.export": _("Rows of a file of people downloaded"),
    "import.start": _("File of people sent"),
    "invitation.resend": _("Invitation sent again"),
    "invitation.revoke": _("Invitation revoked"),
    "invitation.send": _("Invitation sent"),
    "invitation.take_up": _("Invitation taken up"),
    "letter.restore_words": _("Words of the product restored"),
    "letter.save_words": _("Words of a letter changed"),
    "letter.send_again": _("Letter sent again"),
    "message.send": _("Message sent to a group"),
    "message.test": _("Test of a message sent"),
    "municipality.create": _("Municipality added"),
    "municipality.export": _("List of municipalities in range downloaded"),
    "municipality.merge": _("Municipality merged"),
    "municipality.rename": _("Municipality renamed"),
    "municipality.suppress": _("Municipality suppressed"),
    "official.replace": _("Replaced by a colleague"),
    "officials.forget": _("People who never answered forgotten"),
    "participant.copy": _("Copy of personal data handed out"),
    "participant.correct_email": _("E-mail address corrected"),
    "participant.correct_names": _("Name corrected"),
    "participant.create": _("Record created"),
    "participant.erase": _("Person erased"),
    "participant.export": _("List of participants downloaded"),
    "participant.extra_time": _("More time in quizzes changed"),
    "participant.link_account": _("Account linked"),
    "participant.merge": _("United with another record"),
    "participant.move": _("Body or role changed"),
    "participant.set_gender": _("Gender changed"),
    "periodreport.ask": _("Period report asked for"),
    "periodreport.download": _("Period report downloaded"),
    "periodreport.freeze": _("Period report frozen"),
    "presence.correct": _("Presence corrected"),
    "presence.refused": _("Mark refused"),
    "privacy.export": _("Register of processing downloaded"),
    "play.begin": _("Simulation begun"),
    "play.finish": _("Simulation played to an ending"),
    "play.leave": _("Simulation left"),
    "questionnaire.create": _("Questionnaire written"),
    "questionnaire.export": _("Results downloaded"),
    "questionnaire.revise": _("Questionnaire changed"),
    "quiz.export": _("How a quiz goes downloaded"),
    "register.close": _("Register closed and sealed"),
    "register.export": _("Presences exported"),
    "register.open": _("Register opened"),
    "register.seal": _("Register sealed"),
    "retention.apply": _("Retention applied"),
    "simulation.export": _("How a simulation is played downloaded"),
    "round.close": _("Questionnaire closed"),
    "round.export": _("Results downloaded"),
    "round.open": _("Questionnaire opened"),
    "rule.apply": _("Rule of the course applied"),
    "rule.change": _("Rule of the course changed"),
    "savedreport.delete": _("Saved list deleted"),
    "savedreport.save": _("List saved with a name"),
    "seat.hold": _("Seats held for a body"),
    "seat.release": _("Held seat released"),
    "sheet.attach": _("Scan of the signed sheet added"),
    "sheet.print": _("Sheet to sign printed"),
    "sheet.read": _("Scan of the signed sheet read"),
    "slides.add": _("Slides added"),
    "slides.throw_away": _("Slides thrown away"),
    "teacher.give_account": _("Account given to a teacher"),
    "teacher.take_account": _("Account taken from a teacher"),
}


def in_words(entry: Entry) -> str:
    """What was done."""
    return str(ACTIONS.get(entry.action, entry.action))


def kind_of_subject(label: str) -> str:
    """What kind of record it was done to; of a model that is no longer there, its label."""
    try:
        return capfirst(str(apps.get_model(label)._meta.verbose_name))
    except (LookupError, ValueError):
        return label


def action_choices() -> list[tuple[str, str]]:
    """The actions that were ever recorded, in words."""
    return _choices("action", lambda action: str(ACTIONS.get(action, action)))


def subject_choices() -> list[tuple[str, str]]:
    """The kinds of record that anything was ever done to."""
    return _choices("subject_type", kind_of_subject)


def _choices(field: str, words: Callable[[str], str]) -> list[tuple[str, str]]:
    values: Iterable[str] = Entry.objects.order_by(field).values_list(field, flat=True).distinct()
    return sorted(((value, words(value)) for value in values if value), key=lambda choice: choice[1])
