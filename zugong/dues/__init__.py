"""Dues of members and the accounts of dues: amounts, payments, what is handed on, allocated and used."""
