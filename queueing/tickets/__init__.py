"""The ticket: its states and events, its number, its place in the order, and the wait it was quoted."""
