"""Who writes and who publishes on this site: groups and workflow in place of Wagtail's own."""

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import GroupApprovalTask, GroupPagePermission, Page, Task, Workflow, WorkflowPage, WorkflowTask

from courses.catalogue.actions import give_pages_to_editors
from courses.groups import APPROVERS, EDITORS

WORKFLOW, TASK = "Redazione e approvazione", "Approvazione"
WAGTAILS_GROUPS = ("Editors", "Moderators")


@transaction.atomic
def set_up_editing(home: Page) -> bool:
    """Authors write and submit, approvers publish. Done once: what the superuser changes later stays as it is."""
    if Workflow.objects.filter(name=WORKFLOW).exists():
        return False
    _drop_wagtails_own()
    if not GroupPagePermission.objects.filter(group__name__in=(EDITORS, APPROVERS)).exists():
        give_pages_to_editors(home)
    task = GroupApprovalTask.objects.create(name=TASK)
    task.groups.set(Group.objects.filter(name=APPROVERS))
    workflow = Workflow.objects.create(name=WORKFLOW)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.update_or_create(page=home, defaults={"workflow": workflow})
    return True


def _drop_wagtails_own() -> None:
    """Wagtail's starting groups and workflow go, unless somebody already uses them."""
    unused = Group.objects.filter(name__in=WAGTAILS_GROUPS, user__isnull=True)
    tasks = Task.objects.filter(groupapprovaltask__groups__in=unused, task_states__isnull=True)
    Workflow.objects.filter(workflow_tasks__task__in=tasks, workflow_states__isnull=True).delete()
    tasks.filter(workflow_tasks__isnull=True).delete()
    unused.delete()
