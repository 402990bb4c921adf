"""The pictures of the demo export, drawn by code from noise, light and geometry."""
