"""The database's migrations: `now-serving db upgrade` runs them, each start does too."""
