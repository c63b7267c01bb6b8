"""The forecast on our own data: how a location stands, what was learned, and what follows from it."""
