"""How one message looks: bubble, tiles, the enlarged picture."""
