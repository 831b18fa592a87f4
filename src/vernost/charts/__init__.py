"""The pictures: plain frames in, SVG text out.

A picture comes in the colours of the light theme, complete by itself: a letter or a PDF takes it as it
is. A page passes it through ``themed``, and one drawing then serves light and dark.
"""

from vernost.charts.bars import BarRow, bars
from vernost.charts.calibration import CalibrationDot, CalibrationWords, calibration
from vernost.charts.cohorts import CohortCell, CohortRow, CohortWords, cohort_map
from vernost.charts.drawing import Texts
from vernost.charts.lifecycle import LifecyclePart, lifecycle_bar
from vernost.charts.months import MonthBar, months_ahead
from vernost.charts.palette import DARK, LIGHT, css_variables, themed
from vernost.charts.paper import PaperGroup, PaperPicture, PaperRow, paper
from vernost.charts.pareto import ParetoPoint, ParetoWords, pareto_curve
from vernost.charts.pyramid import PyramidTier, pyramid
from vernost.charts.rfm import SCORES, RfmTile, RfmWords, rfm_map
from vernost.charts.rhythm import RhythmWords, rhythm_strip
from vernost.charts.scores import ScoreBar, ScoreGroup, ScorePoint, score_columns, score_trend, whisker
from vernost.charts.shares import ShareBar, shares
from vernost.charts.sparkline import sparkline
from vernost.charts.trend import TrendDot, TrendLine, trend
from vernost.charts.vega import warm_up
from vernost.charts.yardstick import yardstick

__all__ = [
    "DARK",
    "LIGHT",
    "SCORES",
    "BarRow",
    "CalibrationDot",
    "CalibrationWords",
    "CohortCell",
    "CohortRow",
    "CohortWords",
    "LifecyclePart",
    "MonthBar",
    "PaperGroup",
    "PaperPicture",
    "PaperRow",
    "ParetoPoint",
    "ParetoWords",
    "PyramidTier",
    "RfmTile",
    "RfmWords",
    "RhythmWords",
    "ScoreBar",
    "ScoreGroup",
    "ScorePoint",
    "ShareBar",
    "Texts",
    "TrendDot",
    "TrendLine",
    "bars",
    "calibration",
    "cohort_map",
    "css_variables",
    "lifecycle_bar",
    "months_ahead",
    "paper",
    "pareto_curve",
    "pyramid",
    "rfm_map",
    "rhythm_strip",
    "score_columns",
    "score_trend",
    "shares",
    "sparkline",
    "themed",
    "trend",
    "warm_up",
    "whisker",
    "yardstick",
]
