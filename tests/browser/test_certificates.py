"""An official takes a certificate home and reports an error; the secretariat puts it right; a stranger verifies."""

import re
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from courses.certificates.actions import issue_due
from courses.certificates.models import Certificate, CertificateFile
from courses.people.models import Participant
from tests.browser.steps import DESK, button, email_of, enter, link, words

OWN = f"{DESK}attestati/"
CERTIFICATES = "/admin/courses/certificate/"


@pytest.fixture
def certificate(fresh_site) -> Certificate:
    """The one of the demonstration's person who has completed the course."""
    issue_due()
    person = Participant.objects.get(user__email=email_of("docente"))
    return Certificate.objects.get(participant=person, kind="course")


def download(page: Page, certificate: Certificate) -> None:
    """The file is the one that was issued."""
    with page.expect_download() as waited:
        page.locator(f"a[href='{OWN}{certificate.pk}/attestato.pdf']").click()
    content = Path(waited.value.path()).read_bytes()
    assert sha256(content).hexdigest() == CertificateFile.objects.get(certificate=certificate).sha256


def report(page: Page, check, certificate: Certificate) -> None:
    """From the personal area; an empty report is asked for its words."""
    page.goto(DESK)
    link(page, "Your certificates").click()
    page.wait_for_url(f"**{OWN}")
    check(page, "certificates-own")
    download(page, certificate)
    page.locator(f"a[href='{OWN}{certificate.pk}/errore/']").click()
    button(page, "Send").click()
    expect(page).to_have_title(re.compile(f"^{words('Mistake')}"))
    check(page, "certificate-error")
    page.locator("#id_text").fill("Il cognome ha un accento.")
    button(page, "Send").click()
    page.wait_for_url(f"**{OWN}")


def put_right(page: Page, check_staff, certificate: Certificate) -> None:
    """The secretariat finds it among those reported, mends the name and issues it again."""
    page.goto(f"{CERTIFICATES}?reported=1")
    check_staff(page, "staff-certificates")
    page.locator("main table tbody a").first.click()
    page.wait_for_url("**/inspect/**")
    check_staff(page, "staff-certificate")
    page.locator("main .reports-buttons").get_by_role("link", name=words("Put right and issue again")).click()
    page.locator("#id_family_name").fill("Accentò")
    page.locator("#id_reason").fill("Cognome scritto male.")
    check_staff(page, "staff-certificate-reissue")
    page.locator("main form.reports-form button[type=submit]").click()
    page.wait_for_url(re.compile("/inspect/"))


def verify(page: Page, check, certificate: Certificate) -> None:
    """By the old code, typed; it leads to the new one, and the surname to the name."""
    page.goto("/attestati/verifica/")
    check(page, "certificate-verify")
    page.locator("#id_code").fill(certificate.written_code.lower())
    button(page, "Verify the code").click()
    expect(page.locator("main .alert-warning")).to_be_visible()
    check(page, "certificate-replaced")
    page.locator("main .alert-warning a").click()
    expect(page.locator("main .alert-success")).to_be_visible()
    page.locator("#id_family_name").fill("accento")
    button(page, "Check the family name").click()
    expect(page.get_by_text("Accentò")).to_be_visible()
    check(page, "certificate-verified")


def test_from_a_wrong_name_to_a_certificate_that_anybody_verifies(
    new_page, check, check_staff, certificate: Certificate
) -> None:
    report(enter(new_page(1280), "docente"), check, certificate)
    put_right(enter(new_page(1280), "segreteria"), check_staff, certificate)
    verify(new_page(320), check, certificate)

    certificate.refresh_from_db()
    assert (certificate.state, certificate.replaced_by.holder.endswith("Accentò")) == ("replaced", True)
    assert certificate.reports.get().handled_at is not None


def test_the_template_is_rewritten_and_cannot_lose_who_pays(new_page, check_staff, fresh_site) -> None:
    page = enter(new_page(1280), "segreteria")
    page.goto(f"{CERTIFICATES}words/event/")
    page.locator("#id_sentence").fill("${nome} c'era, ${password}.")
    page.locator("#id_funding").fill("")
    page.locator("main form.reports-form button[type=submit]").click()
    expect(page.locator("#errors")).to_be_visible()
    check_staff(page, "staff-certificate-words")
    page.locator("#id_sentence").fill("ha partecipato a ${titolo}, ${quando}.")
    page.locator("#id_funding").fill("Cofinanziato dal Fondo.")
    page.locator("main form.reports-form button[type=submit]").click()
    expect(page.get_by_role("link", name=words("Go back to the words of the product"))).to_be_visible()
