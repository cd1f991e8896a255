"""Looking whether a link still leads anywhere: gently, and only at the public web."""
