"""The file of an event (fascicolo) for who audits the programme: one ZIP with a manifest of hashes."""
