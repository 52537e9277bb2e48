"""The accounts of the site's people: the e-mail address is the identifier, whatever its letter case."""
