"""What pages show of the rooms above them: one library per room."""
