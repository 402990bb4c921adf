"""The search field and the search behind it."""
