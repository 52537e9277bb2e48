"""«Area personale»: a participant's own pages."""
