"""Whose turn it was: the one thing that processes on several machines must agree on."""

from django.db import models


class Turn(models.Model):
    """A recurring piece of work, or a process that says it is alive: when it last began and ended. No person in it."""

    name = models.CharField(primary_key=True, max_length=60)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
