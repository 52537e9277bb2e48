"""Seats: who has one, who waits for one, which are held; moving events and calling them off."""
