"""What higher apps need to follow, sent inside the transaction.

`person_erased`: person, entry. A receiver destroys what it holds about the person and returns how many rows lost values.
"""

from django.dispatch import Signal

person_erased = Signal()
