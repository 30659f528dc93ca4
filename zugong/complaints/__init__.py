"""Complaints and suggestions from anybody, with a code and a date until which an answer is owed."""
