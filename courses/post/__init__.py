"""Letters: their templates, their queue, and the sender."""
