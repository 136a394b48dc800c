"""Identity: whose figure it is, of what, in which part and at which stage; never how large."""
