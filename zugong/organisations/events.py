"""What higher apps may need to follow, sent inside the transaction: a receiver that refuses undoes the whole operation.

`organisation_merged`: ended, successor, on, entry (memberships move now). `organisation_ended`: organisation, on, entry.
`unit_merged`: ended, successor, on, entry. `unit_ended`: unit, on, entry. Organisations and units are anchors.
"""

from django.dispatch import Signal

organisation_merged = Signal()
organisation_ended = Signal()
unit_merged = Signal()
unit_ended = Signal()
