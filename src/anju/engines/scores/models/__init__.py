from anju.engines.scores.models.result import IndicatorTarget, Result

__all__ = ["IndicatorTarget", "Result"]
