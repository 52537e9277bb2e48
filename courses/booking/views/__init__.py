"""The pages of booking: behind the link of a letter, of an event, of a person."""
