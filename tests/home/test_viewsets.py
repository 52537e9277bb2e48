"""What staff see of what readers send: editors the anonymous answers, the secretariat the reports too."""

import pytest
from wagtail.models import Site

from courses.groups import APPROVERS, EDITORS, SECRETARIAT
from home.actions import report_barrier
from home.models import BarrierReport, StandardPage
from tests.factories.home import make_feedback
from tests.factories.people import make_user

ANSWERS, REPORTS = "/admin/riscontri/", "/admin/segnalazioni/"


@pytest.fixture
def report(page: StandardPage) -> BarrierReport:
    site = Site.objects.get(is_default_site=True)
    return report_barrier(site=site, page_address="/privacy/", description="Non si legge.", email="lia@example.com")


@pytest.mark.parametrize("group", [EDITORS, APPROVERS, SECRETARIAT])
def test_answers_are_read_by_all_staff_and_written_by_nobody(client, page: StandardPage, group):
    make_feedback(page, no=1)
    client.force_login(make_user(groups=(group,)))

    assert "Contatti" in client.get(ANSWERS).content.decode()
    assert client.get(f"{ANSWERS}new/").status_code == 302


@pytest.mark.parametrize("group", [EDITORS, APPROVERS])
def test_editors_never_reach_a_report(client, report: BarrierReport, group):
    client.force_login(make_user(groups=(group,)))

    for address in (REPORTS, f"{REPORTS}edit/{report.pk}/", f"{REPORTS}inspect/{report.pk}/"):
        answer = client.get(address)
        assert (answer.status_code, "lia@example.com" in answer.content.decode()) == (302, False)
    assert REPORTS not in client.get("/admin/").content.decode()


def test_the_secretariat_marks_a_report_as_answered_and_changes_nothing_else(client, report: BarrierReport):
    client.force_login(make_user(groups=(SECRETARIAT,)))

    client.post(f"{REPORTS}edit/{report.pk}/", {"answered_on": "2026-03-02", "description": "Altro"})

    report.refresh_from_db()
    assert (str(report.answered_on), report.description) == ("2026-03-02", "Non si legge.")


@pytest.mark.parametrize(("group", "menu"), [(EDITORS, 302), (APPROVERS, 200), (SECRETARIAT, 302)])
def test_approvers_alone_edit_the_menu_and_none_of_them_the_texts(client, page: StandardPage, group, menu):
    client.force_login(make_user(groups=(group,)))
    site = Site.objects.get(is_default_site=True)

    assert client.get(f"/admin/settings/home/sitemenu/{site.pk}/").status_code == menu
    assert client.get(f"/admin/settings/home/sitetexts/{site.pk}/").status_code == 302
