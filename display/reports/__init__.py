"""The manager's figures to keep: CSV and PDF."""
