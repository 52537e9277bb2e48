"""Every kind of entry a story may hold: each source in one place, whoever the story is about."""

from courses.stories.sources import events, joining, studies, traces
from courses.stories.telling import Source

FACTS: tuple[Source, ...] = (*joining.SOURCES, *events.SOURCES, *studies.SOURCES, *traces.FACTS)
SOURCES: tuple[Source, ...] = (*FACTS, traces.changes_beyond(FACTS))
