"""Meetings, themed days and village decisions: who was there, what was voted, what came of it."""
