"""Forms for one record, made from its declaration: what the user sees, types, and is told before it is recorded."""
