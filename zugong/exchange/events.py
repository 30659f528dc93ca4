"""What higher apps may say before an entry is undone.

`checking_undo`: entry. A receiver raises the rule that stands against it; nothing has been withdrawn yet.
"""

from django.dispatch import Signal

checking_undo = Signal()
