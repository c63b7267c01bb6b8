"""What staff do, over the counter's API: each file drives the routes of one operation."""
