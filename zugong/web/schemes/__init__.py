"""Schemes as pages show them: who is rated how by which clause, what lacks, who has still to review, and what follows."""
