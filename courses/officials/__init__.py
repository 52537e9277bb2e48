"""The officials of a body: named, replaced and declined by its contact, read from files, merged, forgotten."""
