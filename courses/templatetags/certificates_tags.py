"""Hours, said as certificates say them."""

from django import template

from courses.certificates.rules import hours_in_words

register = template.Library()


@register.filter
def hours_words(minutes: int) -> str:
    """«6 ore», «1 ora e 30 minuti»."""
    return hours_in_words(minutes)
