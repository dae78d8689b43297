"""What is wrong with a draft, what to look at first, and how far readers agree."""
