"""What was rendered from pages and settings, kept for as long as nobody changes them."""
