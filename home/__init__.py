"""CO-AliZIONE's own pages, texts and settings, and the loader of the programme's starting content."""
