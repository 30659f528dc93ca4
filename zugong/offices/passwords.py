"""How passwords are hashed: Argon2id with parameters that a small server can bear when an office signs in at once."""

import secrets

from django.contrib.auth.hashers import Argon2PasswordHasher


class LeanArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane, instead of Django's 100 MiB for each sign-in.

    Source: OWASP Password Storage Cheat Sheet, Argon2id, second configuration. A hash made with other parameters is
    made anew at the next sign-in.
    """

    memory_cost = 19456
    time_cost = 2
    parallelism = 1


class OneTimePasswordHasher(LeanArgon2PasswordHasher):
    """The same for a password that was made for its owner's card, by whose name it is known as such."""

    algorithm = "onetime"


#: Letters and digits that nobody mistakes for one another on paper.
_PLAIN = "abcdefghjkmnpqrstuvwxyz23456789"


def one_time_password() -> str:
    """A new password to be written on a card and typed once: three groups of four, about 59 bits."""
    return "-".join("".join(secrets.choice(_PLAIN) for _ in range(4)) for _ in range(3))
