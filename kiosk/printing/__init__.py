"""Slips on paper: layout, bitmap and PDF, printers, the worker that prints, and the print agent."""
