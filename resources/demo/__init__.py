"""The demo export: an invented group chat, written and drawn for this project."""
