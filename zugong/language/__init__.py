"""The small checked condition language of figures, list filters and derived fields. `README.md` says what it means."""
