"""How passwords are hashed: Argon2id with parameters that a small server can bear when an office signs in at once."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class LeanArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane, instead of Django's 100 MiB for each sign-in.

    Source: OWASP Password Storage Cheat Sheet, Argon2id, second configuration. A hash made with other parameters is
    made anew at the next sign-in.
    """

    memory_cost = 19456
    time_cost = 2
    parallelism = 1
