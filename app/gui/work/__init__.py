"""What runs beside the event loop: lanes, the engine of a window, pictures."""
