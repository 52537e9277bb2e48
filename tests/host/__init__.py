"""Another small Wagtail site: it installs the plug-in and nothing of CO-AliZIONE."""
