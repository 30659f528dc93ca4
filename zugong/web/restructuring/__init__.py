"""Guided operations on organisations: their forms, and what they do in sentences."""
