"""The forecast of the locations' waits from the database: snapshot, learned model, and what follows from both."""
