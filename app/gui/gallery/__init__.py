"""Everything that was sent: pictures by month, and files, voice and video."""
