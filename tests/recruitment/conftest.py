"""The small county, made once and as it was at the beginning of each test."""

from tests.web.built import built_county, county

__all__ = ["built_county", "county"]
