"""Staff's screens that look across rooms: lists, one person's story, exports, and the secretariat's actions."""
