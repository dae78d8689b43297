"""What stands between a stranger and the routes: plain ASGI middleware, one guard a module, for any app."""
