"""The parts of an import's page: how the file was understood, what becomes of its rows, who is missing."""
