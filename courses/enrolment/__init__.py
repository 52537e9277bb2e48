"""Who is enrolled in which course, in what state, and what that lets them read."""
