"""The columnar copy of all record types, for figures: see `replica` for what it promises."""

from zugong.figures.replica.replica import Question, Replica, open_replica, separate_replica

__all__ = ["Question", "Replica", "open_replica", "separate_replica"]
