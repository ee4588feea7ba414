"""The world in: declaration, captures, documents. Reads nothing of what the documents say."""
