"""The visitor's surface: picks a service, takes a ticket, gets it on paper, follows it by phone."""
