"""The site: settings, accounts, errors, headers, permissions."""
