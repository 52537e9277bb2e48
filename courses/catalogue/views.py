"""What the editor of a text is told after saving it."""

from django.http import HttpRequest
from wagtail.admin import messages
from wagtail.models import Page

from courses.catalogue.rules import content_warnings


def warn_about_content(request: HttpRequest, page: Page) -> None:
    """One message for each thing that some readers would miss; the text is saved all the same."""
    for warning in content_warnings(page.get_latest_revision_as_object()):
        messages.warning(request, warning)
