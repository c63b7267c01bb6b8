"""The ticket's whole life, from the tap at the kiosk to the manager's figures."""
