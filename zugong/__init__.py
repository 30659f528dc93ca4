"""Zugong: facts of Party organisations entered once, and every figure computed from them."""

__version__ = "0.1.0"
