"""The staff's surface: agents call and serve, managers run the floor."""
