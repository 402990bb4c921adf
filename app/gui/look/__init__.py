"""What every page is made of: colours, type, icons, controls, dates in words."""
