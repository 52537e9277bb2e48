"""The accounts in Wagtail's administration, where superusers say who belongs to which group and until when."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from wagtail.admin.widgets import AdminDateInput
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet

from courses.groups import AUDITORS


class WithLastDay(forms.ModelForm):
    """An account that reads everybody's data for an audit has an end."""

    def clean(self) -> dict[str, Any]:
        """Auditors need a last day; everybody else may have one."""
        cleaned = super().clean()
        is_auditor = any(group.name == AUDITORS for group in cleaned.get("groups") or ())
        if is_auditor and "expires_on" in self.fields and cleaned.get("expires_on", "wrong") is None:
            self.add_error("expires_on", _("Write the last day: the account of an auditor ends by itself."))
        return cleaned


class AccountCreationForm(WithLastDay, UserCreationForm):
    """A new account."""

    class Meta(UserCreationForm.Meta):
        fields = UserCreationForm.Meta.fields | {"expires_on"}
        widgets = UserCreationForm.Meta.widgets | {"expires_on": AdminDateInput}


class AccountEditForm(WithLastDay, UserEditForm):
    """An account there is; nobody ends their own by mistake."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        editing_self = kwargs.get("editing_self", False)
        super().__init__(*args, **kwargs)
        if editing_self:
            del self.fields["expires_on"]

    class Meta(UserEditForm.Meta):
        fields = UserEditForm.Meta.fields | {"expires_on"}
        widgets = UserEditForm.Meta.widgets | {"expires_on": AdminDateInput}


class StaffViewSet(UserViewSet):
    """Wagtail's, with the last day."""

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        """The form of a new account, or of one there is."""
        return AccountEditForm if for_update else AccountCreationForm
