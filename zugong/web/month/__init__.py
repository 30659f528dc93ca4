"""This month: what is asked of a branch or a township now, by whom and until when, and what of it is done."""
