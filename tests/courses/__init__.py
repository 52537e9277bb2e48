"""The plug-in, room by room, on the small host site."""
