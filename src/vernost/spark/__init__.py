"""Spark, the other engine: for a base that outgrows one machine. The measures are those of ``analytics``."""

from __future__ import annotations

from .problems import SparkProblem
from .session import opened

__all__ = ["SparkProblem", "opened"]
