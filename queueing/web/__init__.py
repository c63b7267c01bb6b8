"""HTTP that the surfaces share: requests and answers, problems, sign-in, pairing, health."""
