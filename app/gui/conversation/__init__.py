"""A conversation of any length, seen and scrolled."""
