"""What is known, since when and on whose word. Merges nothing and decides nothing."""
