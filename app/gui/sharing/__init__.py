"""How what was found leaves the window: the panel, its preview, what is drawn, files and the clipboard."""
