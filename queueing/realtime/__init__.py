"""Push: whole views are sent over Socket.IO after every committed change."""
