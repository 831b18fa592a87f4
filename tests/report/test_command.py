"""``vernost report`` as people run it: a process, files in, files out, an exit code."""

from __future__ import annotations

import csv
import fcntl
import json
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
import time
from datetime import date, timedelta
from pathlib import Path

import pytest

FIRST = date(2024, 1, 10)
CONTRACT = [
    "as_of",
    "clients",
    "orders",
    "purchases",
    "revenue",
    "lifecycle",
    "loss",
    "horizon_days",
    "ltv",
    "abc",
    "xyz",
    "winback",
    "rfm",
    "cohorts",
    "models",
    "backtest",
    "rejected",
]
COLUMNS = (
    "client,first_purchase,last_purchase,purchases,revenue,average_check,rhythm_days,rhythm_source,lost_line,"
    "lifecycle,purchases_a_year,money_lost_a_year,abc,xyz,rfm,winback_class,chance_alive,chance_purchase,"
    "expected_purchases,expected_value"
)


def vernost(*words, cwd, **options):
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    environment.pop("VERNOST_LANG", None)
    return subprocess.run(
        [sys.executable, "-m", "vernost", *map(str, words)],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        **options,
    )


# A background job of a shell, as tests often are, starts its children deaf to Ctrl-C: here they hear again.
HEARING = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from vernost.cli import main; raise SystemExit(main())"
)


def written(path, rows, header="client,date,amount"):
    path.write_text("\n".join([header, *(",".join(map(str, row)) for row in rows)]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def orders(tmp_path):
    """Ten clients, seven purchases a year, 50 000 each, all gone (rule 2.7)."""
    days = [FIRST + timedelta(days=round(n * 1461 / 28)) for n in range(29)]
    return written(tmp_path / "orders.csv", [(f"К{n}", day, 50000) for n in range(10) for day in days])


def test_it_works(orders, tmp_path):
    """Every key and column of the contract, the golden figure, and a page that stands by itself."""
    as_of = FIRST + timedelta(days=1461 + 120)
    done = vernost(
        "report", "orders.csv", "--as-of", as_of, "--json", "o.json", "--clients", "c.csv", "--out", "o.html",
        cwd=tmp_path,
    )  # fmt: skip
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    found = json.loads((tmp_path / "o.json").read_text(encoding="utf-8"))
    assert set(CONTRACT) <= set(found)
    assert found["as_of"] == as_of.isoformat()
    assert found["loss"]["money_a_year"] == 3_500_000
    assert (found["loss"]["total"], found["loss"]["lost"], found["loss"]["ratio"]) == (10, 10, 100)
    assert set(found["loss"]["came_back_unasked"]) == {"share", "cases", "cut", "horizon_days"}
    assert found["lifecycle"] == {
        "potential": 0, "new": 0, "active": 0, "slipping": 0, "lost": 10, "returned": 0,
    }  # fmt: skip
    lines = (tmp_path / "c.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == COLUMNS
    assert [line.split(",")[0] for line in lines[1:]] == [f"К{n}" for n in range(10)]
    page = (tmp_path / "o.html").read_text(encoding="utf-8")
    assert 'lang="ru"' in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "3 500 000" in done.stdout.replace("\xa0", " ")
    assert list(tmp_path.glob(".*")) == []


def test_it_speaks_english_when_asked(orders, tmp_path):
    done = vernost("report", "orders.csv", "--lang", "en", "--out", "o.html", cwd=tmp_path)
    assert done.returncode == 0
    assert "Columns found" in done.stderr
    assert 'lang="en"' in (tmp_path / "o.html").read_text(encoding="utf-8")


def test_json_goes_to_the_screen_alone(orders, tmp_path):
    done = vernost("report", "orders.csv", "--json", "-", cwd=tmp_path)
    assert json.loads(done.stdout)["clients"] == 10
    assert "%" not in done.stderr  # no progress bar where nobody watches


def test_until_cuts_the_log(orders, tmp_path):
    done = vernost("report", "orders.csv", "--until", "10.01.2025", "--json", "-", cwd=tmp_path)
    assert json.loads(done.stdout)["as_of"] == "2025-01-10"


def test_a_client_every_ninety_one_days(tmp_path):
    days = [FIRST + timedelta(days=91 * n) for n in range(6)]
    written(tmp_path / "o.csv", [("Анна", day, 1000) for day in days])
    stages = {}
    for silence in (100, 121, 122):
        as_of = days[-1] + timedelta(days=silence)
        done = vernost("report", "o.csv", "--as-of", as_of, "--json", "-", cwd=tmp_path)
        stages[silence] = next(name for name, n in json.loads(done.stdout)["lifecycle"].items() if n)
    assert stages == {100: "slipping", 121: "slipping", 122: "lost"}


def test_rejected_rows_are_counted_and_kept(tmp_path):
    rows = [
        ("Анна", "2025-01-10", "1000"),
        ("Анна", "2025-02-31", "1000"),
        ("", "2025-02-10", "1000"),
        ("Анна", "2025-03-10", "#REF!"),
        ("Анна", "0024-03-10", "5"),
        ("Анна", "2999-01-01", "5"),
    ]
    written(tmp_path / "o.csv", rows)
    done = vernost("report", "o.csv", "--json", "-", "--errors", "e.csv", cwd=tmp_path)
    rejected = json.loads(done.stdout)["rejected"]
    assert done.returncode == 0
    assert rejected == {
        "rows": 5,
        "reasons": {"no_client": 1, "bad_date": 1, "bad_year": 1, "future_date": 1, "bad_amount": 1},
    }
    with (tmp_path / "e.csv").open(encoding="utf-8-sig", newline="") as file:
        kept = list(csv.reader(file))
    assert [row[0] for row in kept[1:]] == ["3", "4", "5", "6", "7"]
    assert all(row[-1] for row in kept)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "report nothing.csv"),
        ("", "report o.csv"),
        ("client,date,amount\n", "report o.csv"),
        ("\x00\x01\x02PNG\x00\xff" * 100, "report o.csv"),
        ("client,amount\nАнна,5\n", "report o.csv"),
        ("client,date,amount\nАнна,31.02.2025,5\n", "report o.csv"),
        ("client,date,amount\nАнна,2025-01-10,5\n", "report ."),
        ("client,date,amount\nАнна,2025-01-10,5\n", "report o.csv --as-of 31.02.2025"),
        ("client,date,amount\nАнна,2025-01-10,5\n", "report o.csv --as-of 2020-01-01"),
        ("client,date,amount\nАнна,2025-01-10,5\n", "report o.csv --client nobody"),
        ("client,date,amount\nАнна,2025-01-10,5\n", "report o.csv --json no/such/folder/o.json"),
        ("client,date,amount\nАнна,2025-01-10,5\n", "report o.csv --json same --out same"),
        ("client,date,amount\nАнна,2025-01-10,5\n", "report o.csv --horizon soon"),
        ("client,date,amount\nАнна,2025-01-10,5\n", "report o.csv --margin-share 250%"),
        ("client,date,amount\nАнна,2025-01-10,5\n", "report"),
        ("client,date,amount\nАнна,2025-01-10,5\n", "reprot o.csv"),
    ],
)
def test_bad_input_gets_one_clear_sentence(tmp_path, content, words):
    if content is not None:
        (tmp_path / "o.csv").write_bytes(content.encode("latin-1" if "\x00" in content else "utf-8"))
    before = sorted(tmp_path.iterdir())
    done = vernost(*words.split(), *(["--out", "o.html"] if "--out" not in words else []), cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr + done.stdout
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    "rows", [[("Анна", "2025-01-10", 5)], [("Анна", "2025-01-10", 5), ("Анна", "2025-01-11", -5)]]
)
def test_one_order_or_nothing_but_refunds_still_make_a_report(tmp_path, rows):
    written(tmp_path / "o.csv", rows)
    done = vernost("report", "o.csv", "--json", "-", "--out", "o.html", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["lifecycle"]["lost"] == 0


@pytest.mark.parametrize("moment", [0.4, 0.8, 1.6])
def test_an_interrupted_run_leaves_nothing(tmp_path, moment):
    """Ctrl-C in the middle of the work: no half file, a word instead of a traceback."""
    days = [FIRST + timedelta(days=n) for n in range(700)]
    written(tmp_path / "o.csv", [(f"c{n}", day, n) for n in range(1500) for day in days[n % 7 :: 3]])
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    words = [
        sys.executable,
        "-c",
        HEARING,
        "report",
        "o.csv",
        "--json",
        "o.json",
        "--clients",
        "c.csv",
        "--out",
        "o.html",
    ]
    with subprocess.Popen(
        words,
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as run:
        assert run.stderr is not None
        run.stderr.readline()  # the columns were found: work begins
        time.sleep(moment)
        run.send_signal(signal.SIGINT)
        _, told = run.communicate(timeout=60)
    assert run.returncode == 130
    assert "Traceback" not in told
    assert [path.name for path in tmp_path.iterdir()] == ["o.csv"]


def test_a_terminal_sees_how_far_the_work_is(tmp_path):
    days = [FIRST + timedelta(days=n) for n in range(900)]
    written(tmp_path / "o.csv", [(f"c{n}", day, n + 1) for n in range(2500) for day in days[n % 7 :: 3]])
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src"), "COLUMNS": "100"}
    run = subprocess.Popen(
        [sys.executable, "-c", HEARING, "report", "o.csv", "--json", "o.json"],
        cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL, stderr=theirs,
    )  # fmt: skip
    os.close(theirs)
    seen = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        seen += part
    os.close(ours)
    assert run.wait(60) == 0
    assert b"%|" in seen
    assert b"Traceback" not in seen
