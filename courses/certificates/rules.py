"""Pure answers about certificates: codes, hours in words, initials, seals, what a template may hold."""

import hmac
import json
import re
import secrets
from collections.abc import Mapping
from hashlib import sha256
from string import Template

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses import conf
from courses.certificates.models import Certificate
from courses.errors import Verdict
from courses.territory.queries import fold

# Crockford's base 32: no letter is taken for a digit, none of the four that are is used.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans("OIL", "011")
CODE_LENGTH = 16  # of five bits each: 80 bits that nobody guesses
LONGEST_TYPED = 60

# What the secretariat may write in the sentence, each with a sample.
PLACEHOLDERS = {
    "nome": "Anna Verdi",
    "ente": "Comune di Faenza (RA)",
    "ruolo": "Funzionario",
    "attivita": "la giornata formativa",
    "titolo": "«Progettare insieme l'accoglienza»",
    "quando": "il 18 gennaio 2027",
    "dove": "Faenza (RA)",
    "ore": "6 ore",
    "ore_totali": "6 ore",
    "moduli": "Progettare i servizi",
    "docenti": "Lucia Bianchi",
    "programma": "CO-AliZIONE",
}


def new_code() -> str:
    """A code that nobody guesses, and that a person can type from paper."""
    return "".join(secrets.choice(ALPHABET) for _each in range(CODE_LENGTH))


def typed_code(text: str) -> str:
    """The code somebody typed: small letters, spaces and dashes as they like, an O for a zero; empty for none."""
    signs = "".join(sign for sign in text[:LONGEST_TYPED].upper() if sign.isalnum()).translate(MISREAD)
    return signs if len(signs) == CODE_LENGTH and set(signs) <= set(ALPHABET) else ""


def hours_in_words(minutes: int) -> str:
    """As a certificate says it: «6 ore», «1 ora e 30 minuti», «45 minuti»."""
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(ngettext("%(number)s hour", "%(number)s hours", hours) % {"number": hours})
    if rest or not hours:
        parts.append(ngettext("%(number)s minute", "%(number)s minutes", rest) % {"number": rest})
    return _(" and ").join(parts)


def initials_of(certificate: Certificate) -> str:
    """«A. V.»: enough to compare with the paper in one's hand; nothing once the person was erased."""
    names = (certificate.snapshot.get(name, "") for name in ("given_name", "family_name"))
    return " ".join(f"{word[0].upper()}." for name in names for word in name.split())


def is_surname_of(certificate: Certificate, typed: str) -> bool:
    """Whether somebody typed the family name, whatever the accents, capitals and apostrophes."""
    family = fold(certificate.snapshot.get("family_name", ""))
    return bool(family) and fold(typed).replace(" ", "") == family.replace(" ", "")


def seal_of(certificate: Certificate, digest: str) -> str:
    """What only who has the key of seals can write (HMAC-SHA-256): over number, code, snapshot and file."""
    sealed = [certificate.year, certificate.number, certificate.code, certificate.source, certificate.snapshot, digest]
    text = json.dumps(sealed, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    key = conf.get("SEAL_KEY") or settings.SECRET_KEY
    return hmac.new(key.encode(), text.encode(), sha256).hexdigest()


def filled(sentence: str, values: Mapping[str, str]) -> str:
    """The sentence with each ${placeholder} replaced: what people are called is never read as a template.

    On one line; what is not to be divided («18 gennaio 2027») stays so.
    """
    return re.sub(r"[ \t\r\n]+", " ", Template(sentence).safe_substitute(values)).strip()


def may_report(certificate: Certificate, *, is_open: bool) -> Verdict:
    """Once at a time, and only on one that counts."""
    if certificate.state != Certificate.State.VALID:
        return Verdict(False, _("This certificate no longer counts: look at the one that replaces it."))
    if is_open:
        return Verdict(False, _("You have already reported an error on this certificate: we are looking at it."))
    return Verdict(True)


def may_reissue(certificate: Certificate) -> Verdict:
    """One that counts, of somebody who was not erased."""
    if certificate.state != Certificate.State.VALID:
        return Verdict(False, _("This certificate no longer counts: it was replaced or annulled already."))
    if certificate.participant_id is None:
        return Verdict(False, _("The person was erased: there is nobody to issue a certificate to."))
    return Verdict(True)


def may_annul(certificate: Certificate) -> Verdict:
    """One that counts."""
    if certificate.state != Certificate.State.VALID:
        return Verdict(False, _("This certificate no longer counts: it was replaced or annulled already."))
    return Verdict(True)


def may_issue_again(certificate: Certificate) -> Verdict:
    """One that was annulled and that nothing followed yet, of somebody who was not erased."""
    if certificate.state != Certificate.State.ANNULLED:
        return Verdict(False, _("Only an annulled certificate is issued again: this one was not annulled."))
    if certificate.replaced_by_id is not None:
        return Verdict(False, _("This certificate was issued again already."))
    if certificate.participant_id is None:
        return Verdict(False, _("The person was erased: there is nobody to issue a certificate to."))
    return Verdict(True)


def names_of_file(certificate: Certificate) -> str:
    """How the file of a certificate is called: only letters, digits and dashes, whatever the person is called."""
    name = fold(f"{certificate.snapshot.get('family_name', '')} {certificate.snapshot.get('given_name', '')}")
    plain = "-".join(name.encode("ascii", "ignore").decode().split())[:60]
    return f"attestato-{certificate.year}-{certificate.number:05d}{'-' + plain if plain else ''}.pdf"
