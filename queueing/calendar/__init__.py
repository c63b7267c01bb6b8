"""The days of a location: changed hours, closed queues, how days ended, and notices on the screens."""
