"""Rows of any record type as cells of a table: which columns, whose names, what is masked."""
