"""What a location shows at this moment: the ticket, the public board, the staff's queue, the audit."""
