"""Dues on pages: who may open what, the list of names, amounts with their reason, accounts."""
