"""The review page: what is shown, asked and answered in the browser; the core knows nothing of it."""
