"""Courses, modules and activities as Wagtail pages, and the blocks their texts are made of."""
