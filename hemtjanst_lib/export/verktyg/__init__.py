"""The comparison tool of a kommun: one web page that opens from disk and answers the six questions by itself."""

from hemtjanst_lib.export.verktyg.sida import kommunverktyg
from hemtjanst_lib.export.verktyg.underlag import underlag

__all__ = ["kommunverktyg", "underlag"]
