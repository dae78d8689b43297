"""`python -m extractor` is the command `edumutu-llm`."""

from extractor.cli import main

main()
