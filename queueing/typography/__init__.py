"""Text set for paper: fonts, shaping, directions and line breaks."""
