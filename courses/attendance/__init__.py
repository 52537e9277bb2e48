"""Who was there, and for how long: registers of append-only presences, sealed when closed; reports of webinars."""
