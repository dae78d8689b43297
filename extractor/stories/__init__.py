"""Which articles tell the same event: what several outlets made of it as one story, with every source."""

from extractor.stories.clusters import cluster
from extractor.stories.members import Member, from_article, from_record
from extractor.stories.signatures import Signatures
from extractor.stories.story import Story, build

__all__ = ["Member", "Signatures", "Story", "build", "cluster", "from_article", "from_record"]
