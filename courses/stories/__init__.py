"""What is known of one official, one body, one event, in time order: every kind of entry has its one source here."""
