"""What a person does in a real browser: pages served here, driven through Chromium without a screen."""
