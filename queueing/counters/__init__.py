"""The counters of a location: which are open, who staffs them, and which tickets each may call."""
