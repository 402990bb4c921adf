"""What the person decides: look, archives, privacy."""
