"""What the pages of administrators share: their duty, choosing by search, what an office would see."""
