"""How good is it? Scores predictions against gold; imports `extractor`, never the reverse."""
