#!/usr/bin/env python3
"""Takes the pictures of the README: a copy of a loaded demonstration county, served here and driven in Chromium.

    screenshots.py [HOME] [FOLDER]      HOME: the county's home folder (default: ZUGONG_HOME, else var)

HOME is only read. What is shown is prepared in the copy by the ordinary import, so that the pictures are of today's
program. Without Pillow: the pixels are counted in the browser, and the pictures written with 256 colours here.
"""

import base64
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.request
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import openpyxl
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from zugong.bench.sites import copy_site, environment, zugong_command
from zugong.demo.targets import read_targets
from zugong.packs import yaml

ROOT = Path(__file__).resolve().parents[1]
SECTION, SECRETARY = "zuzhike", "zhibu"
TOWNSHIP, BRANCH = "中共横水镇委员会", "横水镇机关党支部"
STANDARD = "five_affairs_four_grounds"
CLOSED_ON, MONTH_LATER, TWO_MONTHS_LATER = "2020-12-31", "2021-01-31", "2021-02-28"
DESK, PHONE = {"width": 1440, "height": 860}, {"width": 360, "height": 740}
#: Down to the split of the figure, the history of the person, and the button that records.
FIGURE_HEIGHT, RECORD_HEIGHT, IMPORT_HEIGHT, REVIEW_HEIGHT, RATING_HEIGHT = 1260, 1360, 940, 1160, 1000
LONGEST_WAIT_MS = 120_000
LARGEST_BYTES = 150_000
#: In the browser: at most 256 colours, the commonest as they are and each other one as the nearest of them.
REDUCE_COLOURS = """async address => {
  const image = new Image(); image.src = address; await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height), context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const pixels = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) || 0) + 1);
  const palette = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 256).map(([pixel]) => pixel);
  const parts = pixel => [pixel & 255, pixel >> 8 & 255, pixel >> 16 & 255];
  const distance = (a, b) => parts(a).reduce((sum, part, at) => sum + (part - parts(b)[at]) ** 2, 0);
  const nearest = new Map(palette.map((pixel, index) => [pixel, index]));
  for (const pixel of counts.keys()) if (!nearest.has(pixel))
    nearest.set(pixel, palette.reduce((best, one, at) => distance(pixel, one) < distance(pixel, palette[best]) ? at : best, 0));
  let indices = '';
  for (const pixel of pixels) indices += String.fromCharCode(nearest.get(pixel));
  return {width: image.width, height: image.height, palette: palette.map(parts).flat(), indices: btoa(indices)};
}"""


@dataclass
class Camera:
    """A signed-in browser window on the served copy, and where its pictures go."""

    page: Page
    darkroom: Page
    site: str
    folder: Path

    def open(self, address: str) -> None:
        """Go to an address of the site. Raises AssertionError where it is not answered with a page."""
        response = self.page.goto(self.site + address)
        assert response is not None and response.ok, f"{address}: {response and response.status}"

    def take(self, name: str, *, height: int | None = None) -> None:
        """Write what the window shows, or as much of it as `height`, as FOLDER/name.png."""
        size = self.page.viewport_size
        clip = {"x": 0, "y": 0, "width": size["width"], "height": height or size["height"]}
        picture = self.page.screenshot(clip=clip, full_page=True, animations="disabled")
        smaller = fewer_colours(picture, self.darkroom)
        assert len(smaller) <= LARGEST_BYTES, f"{name} has {len(smaller):,} bytes; show less of the page"
        (self.folder / f"{name}.png").write_bytes(smaller)
        print(f"{name}.png  {len(smaller):,}")


def fewer_colours(picture: bytes, darkroom: Page) -> bytes:
    """The picture as a PNG with a palette of at most 256 colours."""
    reduced = darkroom.evaluate(REDUCE_COLOURS, "data:image/png;base64," + base64.b64encode(picture).decode())
    width, height = reduced["width"], reduced["height"]
    indices = base64.b64decode(reduced["indices"])
    lines = b"".join(b"\0" + indices[start : start + width] for start in range(0, width * height, width))
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    chunks = (
        (b"IHDR", header),
        (b"PLTE", bytes(reduced["palette"])),
        (b"IDAT", zlib.compress(lines, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


class County:
    """A copy of the demonstration county in a temporary folder, with a workbook to import."""

    def __init__(self, home: Path, scratch: Path) -> None:
        copy_site(home, scratch / "home")
        self.scratch = scratch
        self.pack = yaml.read(home / "site.yaml")["pack"]
        self.trial = read_targets(ROOT / "packs" / self.pack / "demo.yaml").trial
        self.environment = environment(scratch / "home", self.pack) | {"ZUGONG_LANGUAGE": "zh"}
        self.environment["LOGNAME"] = self.trial.accounts[0].username  # who the history says it was
        (scratch / "home" / "static").mkdir(exist_ok=True)

    def run(self, *arguments: str) -> None:
        """A zugong command on the copy. Raises CalledProcessError."""
        subprocess.run(zugong_command(*arguments), env=self.environment, check=True, cwd=self.scratch)

    def workbook(self, name: str, day: str) -> Path:
        """The roster of one branch on a day, as the export writes it."""
        self.run("export", "members", "--org", BRANCH, "--on", day, "-o", name)
        return self.scratch / name

    @contextmanager
    def served(self) -> Iterator[str]:
        """The copy's address while it is served."""
        port = _free_port()
        with (self.scratch / "serve.log").open("w") as log:
            command = zugong_command("serve", "--port", str(port))
            process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)
            try:
                _wait_for(f"http://127.0.0.1:{port}/sign-in/")
                yield f"http://127.0.0.1:{port}"
            finally:
                process.terminate()
                process.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def _wait_for(address: str) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(address, timeout=30).close()
            return
        except OSError:  # not listening yet, or busy with its first answer
            time.sleep(0.5)
    raise TimeoutError(f"{address} does not answer")


def record_something(county: County) -> str:
    """One member's schooling changes with the roster of the month after; gives the member's name."""
    path = county.workbook("机关党支部1月.xlsx", CLOSED_ON)
    book = openpyxl.load_workbook(path)
    name = _set(book.active, 3, "学历", "大学本科")
    book.save(path)
    county.run("import", path.name, "--on", MONTH_LATER, "--paper", "学历核定表")
    return name


def write_workbooks(county: County) -> tuple[Path, Path]:
    """Two rosters: one change and one person left out; and beside that a sex that contradicts the identity number."""
    good = county.workbook("机关党支部2月.xlsx", MONTH_LATER)
    book = openpyxl.load_workbook(good)
    _set(book.active, 4, "学历", "大学本科")
    book.active.delete_rows(7)
    book.save(good)
    doubtful = good.with_name("机关党支部2月（有疑问）.xlsx")
    _set(book.active, 5, "性别", "女")
    book.save(doubtful)
    return good, doubtful


def _set(sheet, row: int, header: str, value: str) -> str:
    columns = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(row, columns[header]).value = value
    return sheet.cell(row, columns["姓名"]).value


def take_desk(camera: Camera, member: str, workbooks: tuple[Path, Path]) -> None:
    """The pictures of a desk."""
    camera.open("/")
    camera.take("home")
    camera.open("/organisations/")
    camera.page.locator("a.toggle[aria-label*='" + TOWNSHIP + "']").click()
    camera.page.get_by_text(BRANCH).wait_for()
    camera.take("tree", height=760)
    camera.open("/figures/dual_post_share/")
    camera.take("figure", height=FIGURE_HEIGHT)
    camera.open("/figures/members/rows/")
    camera.take("rows", height=640)
    camera.open(f"/find/?q={member}")
    person = camera.page.locator("main a[href*='/people/']", has_text=member).first.get_attribute("href")
    camera.open(f"{urlsplit(person).path}?on={MONTH_LATER}")
    camera.take("record", height=RECORD_HEIGHT)
    take_review(camera)
    camera.open(f"/ratings/{STANDARD}/")
    camera.take("rating", height=RATING_HEIGHT)
    for name, workbook in zip(("import", "import-refused"), workbooks, strict=True):
        take_import(camera, workbook, name)


def take_import(camera: Camera, workbook: Path, name: str) -> None:
    """What an import would do, before anything is recorded."""
    camera.open("/imports/")
    camera.page.locator("input[name=files]").set_input_files(workbook)
    camera.page.locator("input[name=on]").fill(TWO_MONTHS_LATER)
    with camera.page.expect_navigation():
        camera.page.locator("main form button").first.click()
    camera.page.locator("a[href^='?step=3']").first.wait_for()  # checked by now
    camera.open(urlsplit(camera.page.url).path + "?step=3")
    camera.take(name, height=IMPORT_HEIGHT)


def take_review(camera: Camera) -> None:
    """The yearly review on screen, every number of which opens its list."""
    camera.open("/reviews/new/")
    with camera.page.expect_navigation():
        camera.page.locator("main form button").last.click()
    camera.take("review", height=REVIEW_HEIGHT)


def take_phone(camera: Camera) -> None:
    """The picture of a telephone."""
    camera.open("/")
    camera.take("phone-home")


@contextmanager
def signed_in(
    browser: Browser, size: dict[str, int], county: County, site: str, folder: Path, account: str = SECTION
) -> Iterator[Camera]:
    """A window of the size, in Chinese, signed in as one of the demonstration's accounts."""
    window: BrowserContext = browser.new_context(viewport=size, locale="zh-CN")
    camera = Camera(window.new_page(), browser.new_page(), site, folder)
    camera.page.set_default_timeout(LONGEST_WAIT_MS)
    camera.open("/sign-in/")
    camera.page.locator("input[name=username]").fill(account)
    camera.page.locator("input[name=password]").fill(county.trial.password)
    with camera.page.expect_navigation():
        camera.page.keyboard.press("Enter")
    yield camera
    window.close()


def main() -> None:
    """Copy the county, prepare what is shown, and take every picture."""
    home = Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("ZUGONG_HOME", ROOT / "var"))
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "docs" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        county = County(home, Path(scratch))
        member = record_something(county)
        workbooks = write_workbooks(county)
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=options)
        with county.served() as site:
            with signed_in(browser, DESK, county, site, folder) as camera:
                take_desk(camera, member, workbooks)
            with signed_in(browser, PHONE, county, site, folder, account=SECRETARY) as camera:
                take_phone(camera)
        browser.close()


if __name__ == "__main__":
    main()
