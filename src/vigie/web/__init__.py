"""The pages. None yet."""
