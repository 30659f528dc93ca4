"""What higher apps need to follow, sent inside the transaction.

`person_erased`: person, entry. A receiver destroys what it holds about the person and returns how many rows lost values.
`members_split_off`: persons, origin, to, on, entry. Their memberships have gone on in the new organisation.
"""

from django.dispatch import Signal

person_erased = Signal()
members_split_off = Signal()
