"""The lobby board: announcements and the words on the screen."""
