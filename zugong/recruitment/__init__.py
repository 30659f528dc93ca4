"""Recruitment and introduction of talent: a notice, who registers for it, what came of each, until their data is destroyed."""
