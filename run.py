#!/usr/bin/env python3
"""Start Vernost: ``python3 run.py demo``, ``python3 run.py report orders.xlsx``, ``python3 run.py test``.

Standard library only. It makes ``.venv`` beside itself, installs what ``requirements.lock`` names, by hash,
and hands over to the command line. The next start finds the stamp in ``.venv`` and hands over at once.

    run.py test [pytest's words]     set up everything with the tools of work, run the tests: all on SQLite,
                                     on PostgreSQL those that touch a database; words that choose tests or
                                     --db, are run once as they stand
    run.py tool NAME [its words]     one tool of work: ruff, mypy, lint-imports, djlint…
    run.py <anything else>           goes to ``vernost`` as it is
"""

# Any Python from 3.8 must get far enough to say that it is too old: keep the syntax plain.
from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Iterator, NoReturn, Sequence

ROOT = Path(__file__).resolve().parent
OLDEST = (3, 11)
NEWER_PYTHONS = ("python3.11", "python3.12", "python3.13", "python3.14")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WINDOWS = os.name == "nt"
# Nothing is built on the person's machine. PySpark alone comes as source only; it is a tool of the tests.
WHEELS = ("--only-binary", ":all:", "--no-binary", "pyspark")

Command = Sequence[str]


class CannotStart(Exception):
    """Something only the person can put right; said in both languages, without a traceback."""

    def __init__(self, english: str, russian: str) -> None:
        super().__init__(english)
        self.words = f"{english}\n\n{russian}"


class StepFailed(Exception):
    """A command of the installation ended badly and has said why itself. Its argument names the step."""


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────


def speaks_russian() -> bool:
    """The same rule as ``vernost.language.default_language``, which is not installed yet."""
    chosen = os.environ.get("VERNOST_LANG", "").strip().lower()[:2]
    if chosen in ("ru", "en"):
        return chosen == "ru"
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((os.environ[name] for name in names if os.environ.get(name)), "")
    return not locale.lower().startswith("en")


def say(english: str, russian: str) -> None:
    """Progress goes to stderr: stdout belongs to the command that follows."""
    print(russian if speaks_russian() else english, file=sys.stderr, flush=True)


# ── which Python ─────────────────────────────────────────────────────────────────────────────────────────


def is_new_enough(python: str) -> bool:
    """Ask it: a name on PATH may be a shim with nothing behind."""
    question = f"import sys; raise SystemExit(sys.version_info[:2] < {OLDEST!r})"
    try:
        return subprocess.run([python, "-c", question], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def newer_python() -> str | None:
    found = (shutil.which(name) for name in NEWER_PYTHONS)
    return next((python for python in found if python and is_new_enough(python)), None)


def require_python(argv: Command, version: tuple[int, ...] = tuple(sys.version_info[:3])) -> None:
    """Go on under Python 3.11 or newer, or say how to get one."""
    if version[:2] >= OLDEST:
        return
    newer = newer_python()
    if newer:
        hand_over([newer, str(ROOT / "run.py"), *argv])
    this = ".".join(str(part) for part in version)
    raise CannotStart(
        f"Vernost needs Python 3.11 or newer; this is {this} ({sys.executable}), and PATH has no newer one.\n"
        "Debian 12, Ubuntu 24.04 and newer have it: apt install python3 python3-venv\n"
        "Then: python3.11 run.py … (or python3.12, python3.13)",
        f"Верности нужен Python 3.11 или новее; здесь {this} ({sys.executable}), и более нового в PATH нет.\n"
        "В Debian 12, Ubuntu 24.04 и новее он есть: apt install python3 python3-venv\n"
        "Затем: python3.11 run.py … (или python3.12, python3.13)",
    )


def require_venv_parts() -> None:
    """Debian ships venv without ensurepip until python3-venv is installed."""
    missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    if missing:
        names = ", ".join(missing)
        package = "python{}.{}-venv".format(*sys.version_info[:2])
        raise CannotStart(
            f"This Python has no {names}, so Vernost cannot make its environment.\n"
            f"Debian, Ubuntu: apt install python3-venv  (or {package})\n"
            "Then start again. With uv installed this is not needed.",
            f"В этом Python нет {names}, поэтому Верность не может создать своё окружение.\n"
            f"Debian, Ubuntu: apt install python3-venv  (или {package})\n"
            "Затем запустите снова. Если установлен uv, это не нужно.",
        )


# ── the environment ──────────────────────────────────────────────────────────────────────────────────────


def digest(paths: Sequence[Path]) -> str:
    """Of names and bytes; a file that is not there counts as such."""
    total = hashlib.sha256()
    for path in paths:
        content = path.read_bytes() if path.exists() else b"\0"
        total.update(f"{path.name}\n{len(content)}\n".encode())
        total.update(content)
    return total.hexdigest()


class Environment:
    """``.venv`` and what is known of it. The stamp is written last: without it, all is made anew."""

    def __init__(self, root: Path = ROOT) -> None:
        self.root = root
        self.folder = root / ".venv"
        self.bin = self.folder / ("Scripts" if WINDOWS else "bin")
        self.python = self.bin / ("python.exe" if WINDOWS else "python")
        self.stamp = self.folder / "vernost-stamp.json"

    def wanted(self, tools: bool) -> dict[str, Any]:
        """What a finished installation of this tree's files would be stamped with."""
        root = self.root
        package = [root / "pyproject.toml", root / "hatch_build.py", *sorted(root.glob("locale/*/*/*.po"))]
        return {
            "root": str(root),  # a copied tree carries an environment that points at the old one
            "python": os.path.realpath(str(self.python)),  # changes when the system's Python does
            "tools": tools,
            "lock": digest([self.lock(tools)]),
            "package": digest(package),
        }

    def lock(self, tools: bool) -> Path:
        return self.root / ("requirements-dev.lock" if tools else "requirements.lock")

    def known(self) -> dict[str, Any]:
        """The stamp, or nothing where the installation was never finished."""
        try:
            stamp = json.loads(self.stamp.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return stamp if isinstance(stamp, dict) and self.python.exists() else {}

    def missing(self, tools: bool) -> list[str]:
        """What is to be done before the start: of ``venv``, ``lock``, ``package``, in this order."""
        known = self.known()
        wanted = self.wanted(tools or bool(known.get("tools")))
        if known == wanted:
            return []
        if any(known.get(key) != wanted[key] for key in ("root", "python")):
            return ["venv", "lock", "package"]
        if any(known.get(key) != wanted[key] for key in ("tools", "lock")):
            return ["lock", "package"]
        return ["package"]

    def prepare(self, tools: bool) -> None:
        """Make it what the tree asks for. One start at a time; the second one finds the work done."""
        with one_at_a_time(self.root / "var" / "setup.lock"):
            steps = self.missing(tools)
            if not steps:
                return
            tools = tools or bool(self.known().get("tools"))
            if "lock" in steps and self.stamp.exists():
                self.stamp.unlink()  # half of a new lock must not pass for the old one
            started = time.monotonic()
            install(self, steps, tools)
            half = self.stamp.with_suffix(".half")
            half.write_text(json.dumps(self.wanted(tools), indent=1), encoding="utf-8")
            half.replace(self.stamp)
            took = time.monotonic() - started
            say(f"Ready in {took:.0f} s.", f"Готово за {took:.0f} с.")


@contextlib.contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Hold a lock that the system itself frees when this process ends, however it ends."""
    try:
        import fcntl
    except ImportError:  # Windows: two first starts at once are the person's to avoid
        yield
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as held:
        os.set_inheritable(held.fileno(), True)  # an installer that outlives a killed start still holds it
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("Another start is setting up; waiting for it…", "Идёт другая установка; жду её…")
            fcntl.flock(held, fcntl.LOCK_EX)
        yield


# ── installing ───────────────────────────────────────────────────────────────────────────────────────────


def uv_commands(env: Environment, uv: str, tools: bool) -> dict[str, Command]:
    """Indexes, certificates and the like are uv's own settings: nothing here overrides them."""
    pip = [uv, "pip"]
    to = ["--quiet", "--python", str(env.python)]
    return {
        "venv": [uv, "venv", "--quiet", "--clear", "--python", base_python(), str(env.folder)],
        # Byte code at once: where Python may not write it, every start would compile again for a second.
        "lock": [
            *[*pip, "sync", *to, "--compile-bytecode"],
            *["--require-hashes", *WHEELS, str(env.lock(tools))],
        ],
        "package": [
            *[*pip, "install", *to, "--no-deps", "--no-build-isolation", "--no-index"],
            *["--reinstall-package", "vernost", "--editable", str(env.root)],
        ],
    }


def pip_commands(env: Environment, tools: bool) -> dict[str, Command]:
    """The same by what comes with Python. ``--no-deps``: the lock is complete."""
    pip = [str(env.python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    return {
        "venv": [base_python(), "-m", "venv", "--clear", str(env.folder)],
        "lock": [*pip, "--require-hashes", *WHEELS, "-r", str(env.lock(tools))],
        "package": [*pip, "--no-build-isolation", "--no-index", "--editable", str(env.root)],
    }


def base_python() -> str:
    """The Python behind this one: ``--clear`` must not pull the floor from under a start out of .venv."""
    return str(getattr(sys, "_base_executable", None) or sys.executable)


def install(env: Environment, steps: Sequence[str], tools: bool) -> None:
    """With uv where there is one and it can; otherwise with venv and pip."""
    uv = shutil.which("uv")
    try:
        if uv:
            try:
                return run_steps(steps, uv_commands(env, uv, tools), env, tools)
            except StepFailed as failed:
                if failed.args == ("package",):
                    raise  # the fault is in this tree: pip would meet it too
                say("uv could not; trying venv and pip.", "uv не справился; пробую venv и pip.")
                steps = ["venv", "lock", "package"]
        require_venv_parts()
        run_steps(steps, pip_commands(env, tools), env, tools)
    except StepFailed:
        raise CannotStart(
            "The installation did not finish; the reason stands above.\n"
            "The first start needs a network, later ones do not. Start again: what came down is kept.",
            "Установка не закончена; причина написана выше.\n"
            "Сеть нужна только при первом запуске. Запустите снова: загруженное сохранено.",
        ) from None


def run_steps(steps: Sequence[str], commands: dict[str, Command], env: Environment, tools: bool) -> None:
    packages = sum(1 for line in env.lock(tools).open(encoding="utf-8") if line[:1].isalnum())
    words = {
        "venv": ("Making .venv", "Создаю .venv"),
        "lock": (
            f"Installing {packages} packages (some minutes, only once)",
            f"Устанавливаю пакеты: {packages} (несколько минут, один раз)",
        ),
        "package": ("Installing Vernost", "Устанавливаю Верность"),
    }
    for step in steps:
        say(*words[step])
        if run_step(commands[step]):
            raise StepFailed(step)


def run_step(command: Command) -> int:
    """Run it with its words on stderr; on a terminal show that time goes on. Its exit code comes back."""
    terminal = sys.stderr.isatty()
    started = time.monotonic()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, close_fds=False)
    try:
        while True:
            try:
                return process.wait(timeout=1)
            except subprocess.TimeoutExpired:
                if terminal:
                    minutes, seconds = divmod(int(time.monotonic() - started), 60)
                    print(f"\r  {minutes}:{seconds:02d}", end="", file=sys.stderr, flush=True)
    except BaseException:
        process.terminate()
        process.wait()
        raise
    finally:
        if terminal:
            print("\r        \r", end="", file=sys.stderr, flush=True)


def find_browser() -> str | None:
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def prepare_browser() -> None:
    """Debian's chromium for the tests that open pages. Where it cannot be installed, say how, and go on."""
    if find_browser():
        return
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        say("Installing chromium for the tests of pages", "Устанавливаю chromium для проверки страниц")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update"], ["install", "-y", "chromium"]):
            command = ["apt-get", "-qq", *words]
            subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, env=quiet, check=False)
    if not find_browser():
        say(
            "No chromium here: the tests that open pages will fail. Debian: sudo apt-get install chromium",
            "Здесь нет chromium: проверки страниц не пройдут. Debian: sudo apt-get install chromium",
        )


# ── handing over ─────────────────────────────────────────────────────────────────────────────────────────


def hand_over(command: Command) -> NoReturn:
    """Become that command: signals and the exit code are its own."""
    sys.stdout.flush()
    sys.stderr.flush()
    if WINDOWS:  # there exec returns to the shell at once
        raise SystemExit(subprocess.call(command))
    os.execv(command[0], list(command))


def test_commands(env: Environment, words: Command) -> list[Command]:
    """Words that choose nothing mean everything, and everything means both databases."""
    pytest = [str(env.python), "-m", "pytest", "-n", "2", "--dist", "loadgroup"]
    if all(word.startswith("-") and not word.startswith("--db") for word in words):
        return [[*pytest, "--db", "sqlite", *words], [*pytest, "--db", "postgres", *words]]
    return [[*pytest, *words]]


def run_all(commands: Sequence[Command]) -> int:
    """One after the other, whatever the first says; only the person's own Ctrl-C ends them all."""
    codes = []
    for command in commands:
        codes.append(subprocess.call(command))
        if codes[-1] in (2, 130):
            break
    failed = [code for code in codes if code not in (0, 5)]  # 5: nothing was chosen
    return failed[0] if failed else min(codes)


def command_for(env: Environment, argv: Command) -> Command:
    python = str(env.python)
    if argv[:1] == ["tool"]:
        tool = env.bin / (argv[1] + (".exe" if WINDOWS else ""))
        if not tool.exists():
            raise CannotStart(f"No tool {argv[1]} in .venv.", f"В .venv нет {argv[1]}.")
        return [str(tool), *argv[2:]]
    return [python, "-m", "vernost", *argv]


def main(argv: list[str], env: Environment | None = None) -> int:
    env = env or Environment()
    tools = argv[:1] == ["test"] or (argv[:1] == ["tool"] and len(argv) > 1)
    try:
        if env.missing(tools):
            require_python(argv)
            env.prepare(tools)
        if argv[:1] == ["test"]:
            prepare_browser()
        if tools:
            os.chdir(str(env.root))
        if argv[:1] == ["test"]:
            commands = test_commands(env, argv[1:])
            return run_all(commands) if len(commands) > 1 else hand_over(commands[0])
        hand_over(command_for(env, argv))
    except CannotStart as problem:
        print(problem.words, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        say("\nStopped.", "\nОстановлено.")
        return 130


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
