"""What people's words about people mean, and where somebody was on a day."""

from datetime import date

from courses.people.models import Participant, Role
from courses.territory.models import Body, fold

# How people write the roles, folded and in the masculine and feminine; what is not here is chosen by hand.
ROLE_WORDS = {
    Role.MAYOR: ("sindaco", "sindaca", "mayor"),
    Role.EXECUTIVE_COUNCILLOR: ("assessore", "assessora", "assessore comunale", "componente della giunta"),
    Role.COUNCILLOR: ("consigliere", "consigliera", "consigliere comunale", "consigliera comunale", "councillor"),
    Role.SECRETARY: ("segretario", "segretaria", "segretario comunale", "segretaria comunale", "secretary"),
    Role.EXECUTIVE: ("dirigente", "executive"),
    Role.SENIOR_OFFICIAL: ("elevata qualificazione", "eq", "e q", "posizione organizzativa", "po", "p o"),
    Role.OFFICIAL: ("funzionario", "funzionaria", "istruttore", "istruttrice", "impiegato", "impiegata", "official"),
    Role.SOCIAL_WORKER: ("assistente sociale", "social worker"),
    Role.OTHER: ("altro", "altra", "other"),
}


# What the columns of a file of people may be called, folded, in Italian and in English; the first is the template's.
COLUMNS = {
    "given_name": ("nome", "nomi", "given name", "first name", "name"),
    "family_name": ("cognome", "family name", "last name", "surname"),
    "role": ("ruolo", "qualifica", "incarico", "profilo", "role"),
    "email": ("e mail", "email", "mail", "posta elettronica", "indirizzo e mail", "e mail address", "email address"),
    "office": ("ufficio", "settore", "servizio", "area", "office", "department"),
}
NEEDED_COLUMNS = ("given_name", "family_name")
# The template, and the person in it who is only an example.
TEMPLATE = {
    "Nome": "Anna",
    "Cognome": "Verdi",
    "Ruolo": "Funzionario",
    "E-mail": "a.verdi@comune.esempio.it",
    "Ufficio": "Servizi sociali",
}
EXAMPLE_ADDRESS = TEMPLATE["E-mail"]


def role_called(text: str) -> str:
    """The role that somebody's words mean; the words themselves when they mean none we know."""
    words = fold(text)
    for role, names in ROLE_WORDS.items():
        if words in names or words in (fold(str(role.label)), role.value.replace("_", " ")):
            return role.value
    return text


def was_in(person: Participant, body: Body, day: date) -> bool:
    """Whether somebody was of a body on a day. The day of a move is the new body's.

    Where we first knew them they were before, too: a record may be made after the day it is about. A place left on the
    day it was entered was a mistake, and counts for nothing.
    """
    past = [(one.started_on, one.ended_on, one.body_id) for one in person.past_affiliations.all()]
    places = [place for place in past if place[0] < place[1]] + [(person.affiliated_since, date.max, person.body_id)]
    first = min(places, key=lambda place: place[:2])
    return any(of == body.pk and (start <= day or (start, end, of) == first) and day < end for start, end, of in places)
