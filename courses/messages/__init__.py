"""Messages of the secretariat to groups of people, one letter each, and the reminders it may send by hand."""
