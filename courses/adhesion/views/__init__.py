"""The pages of the scheda di adesione."""
