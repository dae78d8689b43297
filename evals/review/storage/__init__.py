"""Drafts, passes and gold on disk: where a review begins and what it leaves behind."""
