"""A real standalone Spark on loopback: a master and two workers as processes, ended by their ids."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import psutil

PATIENCE = 120  # seconds: shared machines are slow to start a JVM
# Short lives on two cores: the second compiler and the parallel collector would cost more than they save.
_QUICK = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Cluster:
    """`url` is what VERNOST_ANALYTICS_URL takes; `stop` ends every process that this one started."""

    def __init__(
        self, *, executor_memory: str = "640m", worker_memory: str = "1g", quick: bool = True
    ) -> None:
        import pyspark

        if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
            raise AssertionError(
                "There is no Java here. Debian: sudo apt-get install openjdk-17-jre-headless"
            )
        self._home = Path(pyspark.__file__).parent
        self._folder = Path(tempfile.mkdtemp(prefix="vernost-spark-"))
        self._processes: list[subprocess.Popen[bytes]] = []
        port = free_port()
        self.master = f"spark://127.0.0.1:{port}"
        asked = {"spark.executor.memory": executor_memory, "spark.driver.memory": worker_memory}
        if quick:
            asked |= {f"spark.{part}.extraJavaOptions": _QUICK for part in ("executor", "driver")}
        self.url = f"{self.master}?{urlencode(asked)}"
        self._start("master.Master", "--host", "127.0.0.1", "--port", str(port))
        self._until(lambda: self._listens(port), "the master")
        here = ("--host", "127.0.0.1", "--cores", "1")
        for _ in range(2):
            self._start("worker.Worker", *here, "--memory", worker_memory, self.master)

    def _start(self, name: str, *words: str) -> None:
        environment = {
            **os.environ,
            "SPARK_HOME": str(self._home),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_DAEMON_MEMORY": "256m",
            "SPARK_DAEMON_JAVA_OPTS": _QUICK,
            "SPARK_WORKER_DIR": str(self._folder),
            "SPARK_LOCAL_DIRS": str(self._folder),
            "PYSPARK_PYTHON": sys.executable,
        }
        command = [str(self._home / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}"]
        with (self._folder / f"{len(self._processes)}.log").open("wb") as log:
            self._processes.append(
                subprocess.Popen(
                    [*command, "--webui-port", "0", *words],
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                )
            )

    def _listens(self, port: int) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    def _until(self, there: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not there():
            if time.monotonic() > end:
                said = "".join(
                    path.read_text(errors="replace")[-2000:] for path in self._folder.glob("*.log")
                )
                self.stop()
                raise AssertionError(f"Spark: {what} did not come up. {said}")
            time.sleep(0.1)

    def executors(self) -> list[psutil.Process]:
        return [child for process in self._processes for child in _children(process.pid)]

    def stop(self) -> None:
        """All at once, as a power failure would."""
        ids = [*self.executors(), *(psutil.Process(p.pid) for p in self._processes if p.poll() is None)]
        for one in ids:
            try:
                one.kill()
            except psutil.NoSuchProcess:
                continue
        for process in self._processes:
            process.wait(PATIENCE)
        shutil.rmtree(self._folder, ignore_errors=True)


def _children(pid: int) -> list[psutil.Process]:
    try:
        found: list[psutil.Process] = psutil.Process(pid).children(recursive=True)
        return found
    except psutil.NoSuchProcess:
        return []
