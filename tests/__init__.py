"""The tests; `courses/` mirrors the plug-in and runs on the small host site, the rest on CO-AliZIONE."""
