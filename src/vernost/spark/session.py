"""A Spark session: started, watched while it works, ended; whatever goes wrong comes out as one sentence."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, Any

from vernost.spark import problems
from vernost.spark.master import Master
from vernost.spark.problems import SparkProblem

if TYPE_CHECKING:
    from vernost.spark.dialect import Spark

WAIT = 60  # seconds for workers to take the work
DEAF = 20  # seconds without a single worker after which they are lost, not busy restarting
TICK = 1.0
LONGEST = 300  # characters of Spark's own words that a person is shown


@contextmanager
def opened(url: str) -> Iterator[Spark]:
    """Spark on the master that ``url`` names (see :class:`Master`), as an Ibis connection.

    A session that this process already has is used, and left as it was; one that is started here ends with
    the block, its JVM too.

    :raises SparkProblem: not installed, not there, or lost or failing inside the block.
    """
    master = Master.named(url)
    session, own = _session(master)
    watch = _Watch(session, master)
    try:
        with watch:
            yield _connected(session)
    except SparkProblem:
        raise
    except Exception as error:
        if not _of_spark(error):
            raise
        gone = watch.lost or _is_gone(session)
        raise (problems.lost(master.url) if gone else problems.failed(master.url, _reason(error))) from error
    finally:
        if own:
            _end(session)


def _session(master: Master) -> tuple[Any, bool]:
    try:
        from pyspark import SparkContext
        from pyspark.sql import SparkSession
    except ImportError:
        raise problems.not_installed() from None
    active = SparkContext._active_spark_context
    if active is not None and active.master == master.url:
        return SparkSession.builder.getOrCreate(), False
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        raise problems.no_java()
    master.knock()
    # What the JVM says while it starts is for its own log, not for a person who waits for a report.
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        try:
            context = _context(master, said)
        except Exception as error:
            _end_gateway()
            if not _of_spark(error):
                raise
            raise problems.not_started(master.url, _last_words(said) or _reason(error)) from error
    session = SparkSession.builder.getOrCreate()
    try:
        if not master.is_local:
            _await_workers(context, master)
    except BaseException:
        _end(session)
        raise
    _tune(session)
    return session, True


def _context(master: Master, said: IO[str]) -> Any:
    from pyspark import SparkConf, SparkContext
    from pyspark.java_gateway import launch_gateway

    asked = SparkConf(loadDefaults=False).setAll(list(master.settings.items()))
    gateway: Any = launch_gateway(asked, {"stderr": said, "stdout": said})  # type: ignore[no-untyped-call]
    SparkContext._gateway, SparkContext._jvm = gateway, gateway.jvm
    conf = SparkConf(_jvm=gateway.jvm)  # with what the operator's spark-defaults.conf says
    conf.setMaster(master.url).setAppName("Vernost")
    conf.set("spark.sql.session.timeZone", "UTC")  # an order's day is the day that stands in the log
    conf.set("spark.sql.ansi.enabled", "true")  # a sum that does not fit is an error, never a wrong sum
    conf.set("spark.ui.showConsoleProgress", "false")
    conf.setIfMissing("spark.ui.enabled", "false")  # nobody asked for a page on a port of this machine
    conf.setIfMissing("spark.driver.maxResultSize", "0")  # the list of clients comes home whole
    if master.on_this_machine:
        conf.setIfMissing("spark.driver.host", "127.0.0.1")
        conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1")
    return SparkContext(conf=conf, gateway=gateway)


def _tune(session: Any) -> None:
    """As many parts as the cores can use: two hundred, Spark's own number, are dear for a usual log."""
    context = session.sparkContext
    if not context.getConf().contains("spark.sql.shuffle.partitions"):
        session.conf.set("spark.sql.shuffle.partitions", str(max(4, 2 * context.defaultParallelism)))


def _connected(session: Any) -> Spark:
    import ibis

    from vernost.spark.dialect import Spark

    _ = ibis.pyspark  # registers the options that the compiler asks for
    connection = Spark()
    connection.do_connect(session=session)
    return connection


def _workers(context: Any) -> int:
    """Executors that are there; the driver counts itself among them."""
    return int(context._jsc.sc().getExecutorMemoryStatus().size()) - 1


def _await_workers(context: Any, master: Master) -> None:
    until = time.monotonic() + WAIT
    while _workers(context) < 1:
        if time.monotonic() > until:
            raise problems.no_workers(master.url, WAIT)
        time.sleep(0.2)


class _Watch:
    """Ends the work when no worker is left: Spark itself would wait for new ones for ever."""

    def __init__(self, session: Any, master: Master) -> None:
        self._context, self._master = session.sparkContext, master
        self._done = threading.Event()
        self._thread: threading.Thread | None = None
        self.lost = False

    def __enter__(self) -> None:
        if not self._master.is_local:
            self._thread = threading.Thread(target=self._look, name="vernost-spark", daemon=True)
            self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._done.set()
        if self._thread is not None:
            self._thread.join(DEAF)

    def _look(self) -> None:
        seen = time.monotonic()
        while not self._done.wait(TICK):
            try:
                if _workers(self._context) > 0:
                    seen = time.monotonic()
                elif time.monotonic() - seen > DEAF:
                    self.lost = True
                    self._context.cancelAllJobs()
            except Exception as error:
                if not _of_spark(error):
                    raise
                return  # the driver itself is gone: the work has met that already


def _of_spark(error: BaseException) -> bool:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    return isinstance(error, Py4JError | PySparkException | ConnectionError | EOFError)


def _is_gone(session: Any) -> bool:
    try:
        return bool(session.sparkContext._jsc.sc().isStopped())
    except Exception as error:
        if not _of_spark(error):
            raise
        return True


def _reason(error: BaseException) -> str:
    """The first line of what Spark says, without the names of its classes."""
    text = str(getattr(error, "java_exception", None) or error).strip()
    first = text.partition("\n")[0]
    return re.sub(r"^([\w$]+\.)+[\w$]+(Exception|Error): ", "", first)[:LONGEST]


def _last_words(said: IO[str]) -> str:
    said.seek(0)
    lines = [line.strip() for line in said if line.strip() and not line.lstrip().startswith("at ")]
    told = [line for line in lines if "ERROR" in line or "Error" in line or "Exception" in line]
    return (told or lines)[-1][:LONGEST] if lines else ""


def _end(session: Any) -> None:
    """Stop the session and its JVM: a worker of the house that lives for weeks must not keep it."""
    with suppress(Exception):
        session.stop()
    _end_gateway()


def _end_gateway() -> None:
    from pyspark import SparkContext

    gateway = SparkContext._gateway
    SparkContext._gateway = SparkContext._jvm = None
    if gateway is None:
        return
    process = getattr(gateway, "proc", None)
    with suppress(Exception):
        gateway.shutdown()
    if process is not None:
        process.stdin.close()
        with suppress(Exception):
            process.wait(10)
        if process.poll() is None:
            process.kill()
            process.wait()
