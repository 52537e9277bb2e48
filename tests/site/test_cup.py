"""The project's code is written once, in the texts of the site, and read by the footer, the papers and certificates."""

import pytest
from wagtail.models import Site

from courses import conf
from courses.attendance.exports import frame
from home.models import SiteTexts
from tests.factories.world import World
from tests.site.matrix_certificates import give_certificates

CODE = "F89J17000130007"


def write(code: str) -> None:
    texts = SiteTexts.for_site(Site.objects.get(is_default_site=True))
    texts.cup = code
    texts.save()


def test_written_once_it_stands_on_every_page_on_sheets_and_on_certificates(world: World):
    before = world.browser("visitor").get("/").content.decode()
    write(CODE)

    give_certificates(world)

    assert (CODE in before, CODE in world.browser("visitor").get("/").content.decode()) == (False, True)
    assert (world.certificate.snapshot["cup"], frame("Foglio firme")["cup"]) == (CODE, f"CUP\u00a0{CODE}")
    page = world.browser("secretariat").get("/admin/courses/certificate/words/event/").content.decode()
    assert f"CUP del progetto, {CODE}" in page


@pytest.mark.django_db
def test_while_nobody_has_written_it_there_is_none():
    assert conf.cup() == ""
