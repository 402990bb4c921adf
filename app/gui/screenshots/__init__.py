"""Pictures of every page and state of the window: `python -m app.gui.screenshots FOLDER [NAME...]`."""
