"""Where Spark is: what VERNOST_ANALYTICS_URL says, and whether anybody answers there."""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from vernost.spark import problems

_MASTER = re.compile(
    r"local(\[(\d+|\*)(,\d+)?\])?|spark://[^,/?]+:\d+(,[^,/?]+:\d+)*|yarn|k8s://.+", re.ASCII
)
PATIENCE = 5.0  # seconds for a master to answer a knock
LOOPBACK = ("localhost", "127.", "[::1]", "::1")


@dataclass(frozen=True, slots=True)
class Master:
    """``spark://host:7077``, several for one cluster, ``local[2]``…; settings of Spark's own after ``?``."""

    url: str
    settings: dict[str, str] = field(default_factory=dict)

    @classmethod
    def named(cls, text: str) -> Master:
        """Read ``spark://host:7077?spark.executor.memory=4g&…``.

        :raises SparkProblem: where nothing is named, or no master.
        """
        url, _, asked = text.strip().partition("?")
        if not url:
            raise problems.no_master_named()
        pairs = parse_qsl(asked, keep_blank_values=True)
        if not _MASTER.fullmatch(url) or not all(name.startswith("spark.") for name, _ in pairs):
            raise problems.bad_master(text)
        return cls(url, dict(pairs))

    @property
    def is_local(self) -> bool:
        """Everything inside this process's own JVM: no workers to wait for."""
        return self.url.startswith("local")

    @property
    def addresses(self) -> list[tuple[str, int]]:
        """Host and port of each standalone master; empty for others, which are found in other ways."""
        if not self.url.startswith("spark://"):
            return []
        places = (place.rpartition(":") for place in self.url.removeprefix("spark://").split(","))
        return [(host.strip("[]"), int(port)) for host, _, port in places]

    @property
    def on_this_machine(self) -> bool:
        hosts = [host for host, _ in self.addresses]
        return self.is_local or (bool(hosts) and all(host.startswith(LOOPBACK) for host in hosts))

    def knock(self) -> None:
        """Ask whether a master is there. Spark itself would try for a minute and say it in forty lines.

        :raises SparkProblem: where none of them answers.
        """
        for host, port in self.addresses:
            try:
                with socket.create_connection((host, port), timeout=PATIENCE):
                    return
            except OSError:
                continue
        if self.addresses:
            raise problems.away(self.url)
