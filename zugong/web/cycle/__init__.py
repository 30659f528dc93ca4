"""The year of an office: stages from plan to review, each with what stands behind its numbers."""
