"""Commendations: rounds with places and proposals, medals for years in the Party, titles with their validity."""
