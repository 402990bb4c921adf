"""The results of a search as cards."""
