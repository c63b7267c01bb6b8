"""Who someone is and what they may do: accounts, sign-in, paired devices, tokens, permissions."""
