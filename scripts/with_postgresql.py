"""Runs a command with a PostgreSQL of its own, and removes that PostgreSQL afterwards.

    with_postgresql.py COMMAND [ARGUMENT ...]

The cluster lives in a temporary folder and listens on a Unix socket inside it and nowhere else, so that any number can
run side by side and none touches a PostgreSQL of the machine. The command finds it in ZUGONG_DATABASE_URL. Nothing is
kept, so nothing is synced to disk.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.parse
from pathlib import Path

ROLE = "zugong"
OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "256MB",
    "max_wal_size": "4GB",
}


def programs() -> Path:
    """The folder of the newest installed initdb and pg_ctl."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if debian:
        return debian[-1].parent
    elsewhere = shutil.which("initdb")
    if elsewhere:
        return Path(elsewhere).resolve().parent
    sys.exit("PostgreSQL is not installed: initdb was found nowhere. Run scripts/install-test-packages first.")


def owner() -> str | None:
    """The user who must run the server: PostgreSQL refuses root, and anybody else runs their own."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        sys.exit(
            "PostgreSQL does not run as root and this machine has no user postgres. "
            "Run scripts/install-test-packages first."
        )


def run_as(user: str | None, command: list[str | Path], folder: Path) -> None:
    """Run one of PostgreSQL's programs quietly; shows what it said when it fails."""
    group = pwd.getpwnam(user).pw_gid if user else None
    answer = subprocess.run(
        command,
        user=user,
        group=group,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode != 0:
        log = folder / "log"
        sys.exit(f"{command[0]} failed:\n{answer.stdout}{answer.stderr}{log.read_text() if log.exists() else ''}")


def start(folder: Path, user: str | None) -> None:
    """Make a cluster in `folder` and start it; the role and the database exist when this returns."""
    bin_folder, cluster = programs(), folder / "cluster"
    options = " ".join(f"-c {name}={value or repr('')}" for name, value in OPTIONS.items())
    initdb = [
        bin_folder / "initdb",
        "-D",
        cluster,
        "-U",
        ROLE,
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
    ]
    run_as(user, initdb, folder)
    # Without its own output file the server would keep our pipe open, and we would wait for it for ever.
    server = [bin_folder / "pg_ctl", "-D", cluster, "-l", folder / "log", "-w", "-o", f"-k {folder} {options}", "start"]
    run_as(user, server, folder)
    run_as(user, [bin_folder / "createdb", "-h", folder, "-U", ROLE, ROLE], folder)


def stop(folder: Path, user: str | None) -> None:
    """Stop the server at once; its data are not wanted any more."""
    if (folder / "cluster" / "postmaster.pid").exists():
        run_as(user, [programs() / "pg_ctl", "-D", folder / "cluster", "-m", "immediate", "stop"], folder)


def environment(folder: Path) -> dict[str, str]:
    """The environment in which the command finds the database."""
    address = f"postgresql://{ROLE}@/{ROLE}?host={urllib.parse.quote(str(folder), safe='')}"
    return {**os.environ, "ZUGONG_DATABASE_URL": address}


def main(command: list[str]) -> int:
    if not command:
        sys.exit(__doc__)
    # A plain SIGTERM would end Python without the cleaning up below.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    user = owner()
    with tempfile.TemporaryDirectory(prefix="zugong-postgresql-") as name:
        folder = Path(name)
        if user:
            shutil.chown(folder, user)
        try:
            start(folder, user)
            return subprocess.run(command, env=environment(folder), check=False).returncode
        finally:
            stop(folder, user)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
