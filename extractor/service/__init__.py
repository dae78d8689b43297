"""The HTTP service: the same records as the command line's, one article or many a request.

`extractor.service.app` makes the app. Nothing is imported here, so that the guards need no FastAPI.
"""
