"""The dashboard: what the records tell, as pages whose every mark leads to the articles behind it."""

from extractor.service.dashboard.routes import router

__all__ = ["router"]
