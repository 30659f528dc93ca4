"""Printed cards with which people in villages sign in, instead of a password."""
