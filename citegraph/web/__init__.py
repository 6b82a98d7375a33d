"""The web application of `citegraph serve`: pages and a JSON interface on top of a store.

    assets, templates ◄── rendering ◄── search_box, documents, reports, lists, … ◄── application ◄── server

Requests pass `security` first. Queries go through `store_connections`, one connection per thread.
"""

from __future__ import annotations

from citegraph.web.settings import Settings

__all__ = ["Settings"]
