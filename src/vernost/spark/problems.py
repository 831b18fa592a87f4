"""What may be wrong with Spark, in words a person can act on; shaped as the problems of files are."""

from __future__ import annotations

from collections.abc import Mapping


def N_(text: str) -> str:
    """Mark a text for the catalogue; the interface translates it."""
    return text


class SparkProblem(Exception):
    """Spark cannot be used, or was lost: what is wrong (``message``) and what to do (``hint``).

    ``code`` is stable and short, for tests and programs; ``str()`` is both sentences in English.
    """

    def __init__(
        self, code: str, message: str, hint: str = "", params: Mapping[str, object] | None = None
    ) -> None:
        self.code = code
        self.message = message
        self.hint = hint
        self.params: dict[str, object] = dict(params or {})
        texts = (text % self.params for text in (message, hint) if text)
        super().__init__(" ".join(texts))


def not_installed() -> SparkProblem:
    return SparkProblem(
        "not_installed",
        N_("Spark is not installed beside Vernost."),
        N_("Install it: pip install pyspark~=4.0.0. Or leave out --engine and VERNOST_ANALYTICS_URL."),
    )


def no_java() -> SparkProblem:
    return SparkProblem(
        "no_java",
        N_("Spark needs Java 17 or newer, and there is none here."),
        N_("Debian, Ubuntu: apt install openjdk-17-jre-headless. Elsewhere name its folder in JAVA_HOME."),
    )


def no_master_named() -> SparkProblem:
    return SparkProblem(
        "no_master_named",
        N_("It is not said where Spark is."),
        N_("Set VERNOST_ANALYTICS_URL to its master, such as spark://host:7077, or local[2] for here."),
    )


def bad_master(url: str) -> SparkProblem:
    return SparkProblem(
        "bad_master",
        N_("VERNOST_ANALYTICS_URL cannot be “%(url)s”: that is no Spark master."),
        N_("Write it as spark://host:7077, local[2], yarn or k8s://address."),
        {"url": url},
    )


def away(master: str) -> SparkProblem:
    return SparkProblem(
        "away",
        N_("The Spark master %(master)s does not answer."),
        N_("Start it, or correct VERNOST_ANALYTICS_URL. Nothing was written."),
        {"master": master},
    )


def not_started(master: str, reason: str) -> SparkProblem:
    return SparkProblem(
        "not_started",
        N_("Spark could not be started on %(master)s: %(reason)s"),
        N_("Correct that and run again. Nothing was written."),
        {"master": master, "reason": reason},
    )


def no_workers(master: str, seconds: int) -> SparkProblem:
    return SparkProblem(
        "no_workers",
        N_("The Spark master %(master)s answers, but no worker took the work within %(seconds)s seconds."),
        N_("Start a worker, free one, or ask for less: spark.executor.memory. Nothing was written."),
        {"master": master, "seconds": seconds},
    )


def lost(master: str) -> SparkProblem:
    return SparkProblem(
        "lost",
        N_("Spark on %(master)s was lost in the middle of the work."),
        N_("Start its master and workers, and run again. Nothing was written."),
        {"master": master},
    )


def failed(master: str, reason: str) -> SparkProblem:
    return SparkProblem(
        "failed",
        N_("Spark on %(master)s could not do the work: %(reason)s"),
        N_("Nothing was written. DuckDB, the engine without Spark, may still do it."),
        {"master": master, "reason": reason},
    )
