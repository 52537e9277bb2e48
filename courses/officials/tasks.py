"""The files of people: small ones worked on as soon as they are in, all of them at every tick."""

from datetime import datetime

from django_tasks import task

from courses.officials.forgetting import forget_silent
from courses.officials.importing import delete_old_imports, work_on, work_on_imports
from courses.officials.models import PeopleImport


@task()
def work_on_one(key: int) -> int:
    """Check or save one file. A task that is lost loses nothing: the next tick goes on."""
    people_import = PeopleImport.objects.filter(pk=key).first()
    return work_on(people_import) if people_import else 0


def tick(now: datetime) -> str:
    """Go on with the files that wait, forget the old ones and who never answered; what to say in the log."""
    rows, gone = work_on_imports(now=now), delete_old_imports(now=now)
    silent = forget_silent(now=now)
    forgotten = f"people forgotten: {silent.people}, forms of adhesion: {silent.drafts}"
    return f"rows of files of people: {rows}, files deleted: {gone}, {forgotten}"
