"""Drafts as pages show them: who may write, what each part says in words, the forms for it, and what the check finds where."""
