"""Makes a virtual environment with pip in it, also where Python came without pip.

Debian's python3 carries `venv` but neither `ensurepip` nor `pip` unless further packages are installed, and asking a
newcomer for root rights before the first command is a poor welcome. There the wheel of pip is fetched from the package
index (PIP_INDEX_URL is honoured), compared with the digest written here, and used to install itself.

Runs on the system's own Python: the standard library only.
"""

# An older Python must get as far as the sentence that says what is needed.
from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from html.parser import HTMLParser
from pathlib import Path

OLDEST_PYTHON = (3, 11)
DEFAULT_INDEX = "https://pypi.org/simple"
PIP_WHEEL = "pip-26.3-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"


class Links(HTMLParser):
    """Collects the addresses of all links of an index page."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.addresses += [value for name, value in attrs if name == "href" and value]


def request(address: str) -> urllib.request.Request:
    """A request for `address`; a name and password in it become a header, because urllib does not understand them."""
    parts = urllib.parse.urlsplit(address)
    if not parts.username:
        return urllib.request.Request(address)
    credentials = f"{urllib.parse.unquote(parts.username)}:{urllib.parse.unquote(parts.password or '')}"
    bare = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    header = "Basic " + base64.b64encode(credentials.encode()).decode()
    return urllib.request.Request(bare, headers={"Authorization": header})


def read(address: str) -> bytes:
    """The whole content at `address`."""
    with urllib.request.urlopen(request(address), timeout=60) as answer:
        return answer.read()


def wheel_address(index: str) -> str:
    """Where `index` keeps the wheel of pip."""
    page = index.rstrip("/") + "/pip/"
    links = Links()
    links.feed(read(page).decode())
    for link in links.addresses:
        address = urllib.parse.urldefrag(urllib.parse.urljoin(page, link)).url
        if address.endswith("/" + PIP_WHEEL):
            return address
    sys.exit(
        f"The package index has no {PIP_WHEEL}. Install Debian's python3-venv, or set PIP_INDEX_URL to another index."
    )


def fetch_pip(folder: Path) -> Path:
    """Put the wheel of pip into `folder`; stops when its digest is not the expected one."""
    index = os.environ.get("PIP_INDEX_URL") or DEFAULT_INDEX
    try:
        content = read(wheel_address(index))
    except OSError as error:
        sys.exit(
            f"pip could not be fetched ({error}). Check the network, or install Debian's python3-venv and try again."
        )
    if hashlib.sha256(content).hexdigest() != PIP_SHA256:
        sys.exit(
            f"The {PIP_WHEEL} of the package index is not the file that this project expects; nothing was installed."
        )
    wheel = folder / PIP_WHEEL
    wheel.write_bytes(content)
    return wheel


def make_without_ensurepip(environment: Path) -> None:
    """Make the environment bare and let pip's own wheel install itself there."""
    subprocess.run([sys.executable, "-m", "venv", "--clear", "--without-pip", environment], check=True)
    with tempfile.TemporaryDirectory() as folder:
        wheel = fetch_pip(Path(folder))
        install = [wheel / "pip", "install", "--quiet", "--no-index", wheel]
        subprocess.run([environment / "bin" / "python", *install], check=True)


def has_ensurepip() -> bool:
    """Whether this Python can put pip into an environment by itself."""
    answer = subprocess.run([sys.executable, "-m", "ensurepip", "--version"], capture_output=True, check=False)
    return answer.returncode == 0


def works(environment: Path) -> bool:
    """Whether `environment` already has a Python and a pip that start."""
    python = environment / "bin" / "python"
    if not python.exists():
        return False
    return subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0


def main(environment: Path) -> None:
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(
            f"Python 3.11 or newer is needed; {sys.executable} is {sys.version.split()[0]}. "
            "Try: make PYTHON=python3.11 setup"
        )
    if works(environment):
        return
    shutil.rmtree(environment, ignore_errors=True)
    if has_ensurepip():
        subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    else:
        print("This Python has no ensurepip (Debian's python3-venv); fetching pip from the package index.")
        make_without_ensurepip(environment)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
