"""The one table of the kernel that is not abstract: the entries of the great ledger."""

from zugong.kernel.facts.models import Entry

__all__ = ["Entry"]
