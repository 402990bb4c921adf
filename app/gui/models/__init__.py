"""The page about models: which run where, added ones, the only download, and the index made anew for them."""
