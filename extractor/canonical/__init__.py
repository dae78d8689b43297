"""Surface text to canonical value, for the rules, the grounding of a model's answers and the evals alike."""
