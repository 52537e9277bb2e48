"""The secretariat's actions in Wagtail's admin."""
