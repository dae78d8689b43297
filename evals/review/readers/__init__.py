"""What the article's words say for each field, and where a value stands in it."""
