"""The pack of a site as a folder that others can check and take in, and elements that others shared, as drafts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import yaml as writer

from zugong.drafting.checking import Written
from zugong.drafting.errors import NotAnElement
from zugong.drafting.models import PROGRAMME, SCHEME
from zugong.drafting.text import Data, plain, written
from zugong.kernel.errors import PackError
from zugong.packs import yaml
from zugong.packs.own import OwnTexts, own_name
from zugong.packs.pack import Pack

_LARGEST = 2_000_000
_MOST_FILES = 200
_MOST_ELEMENTS = 100
_OWNERS = "owners.yaml"


def pack_files(own: OwnTexts, pack: Pack) -> dict[str, str]:
    """The files of the site's own pack by their path in its folder, ready for `zugong pack check`."""
    files = {"pack.yaml": _heading(own, pack)}
    offices: dict[str, Any] = {}
    for path, text in own.texts.items():
        if path.startswith(_OWNERS):
            offices |= plain(yaml.parse(text, file=path) or {})
        else:
            files[path] = text
    if offices:
        files[_OWNERS] = _dump(offices)
    return files


def zipped(files: Mapping[str, str], folder: str) -> bytes:
    """The files as a .zip with one folder in it."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in files.items():
            archive.writestr(f"{folder}/{path}", text)
    return content.getvalue()


def _heading(own: OwnTexts, pack: Pack) -> str:
    heading = pack.heading
    return _dump(
        {
            "pack": own_name(pack.name), "zh": f"{heading.zh}自定", "en": f"{heading.en}, own",
            "version": str(len(own.edition)), "territory": "", "inherits": [pack.name],
        }
    )  # fmt: skip


def _dump(data: Mapping[str, Any]) -> str:
    return writer.safe_dump(dict(data), allow_unicode=True, sort_keys=False)


@dataclass(frozen=True)
class Shared:
    """One element of what somebody shared: a scheme or a programme, with the offices that its file brings along."""

    kind: str
    data: Data
    owners: str = ""

    @property
    def code(self) -> str:
        return str(self.data.get(self.kind, ""))

    def label(self, language: str) -> str:
        return str(self.data.get("zh" if language.startswith("zh") else "en") or self.code)


def shared_in(content: bytes, name: str) -> tuple[Shared, ...]:
    """The schemes and programmes of a YAML file or of a zipped pack. Raises NotAnElement."""
    if len(content) > _LARGEST:
        raise NotAnElement(
            file=name, reason=f"larger than {_LARGEST} bytes", reason_zh=f"超过 {_LARGEST // 1_000_000} MB"
        )
    try:
        texts = dict(_unzipped(content, name)) if zipfile.is_zipfile(io.BytesIO(content)) else {name: content.decode()}
        found = tuple(_elements(texts))
    except UnicodeDecodeError:
        raise NotAnElement(file=name, reason="not UTF-8 text", reason_zh="不是 UTF-8 编码的文本文件") from None
    except PackError as error:
        raise NotAnElement(file=name, reason=str(error), reason_zh=_in_chinese(error)) from error
    if not 0 < len(found) <= _MOST_ELEMENTS:
        raise NotAnElement(
            file=name, reason="there is no scheme and no programme in it", reason_zh="里面没有评定方案，也没有计划"
        )
    return found


def _in_chinese(error: PackError) -> str:
    return f"第 {error.line} 行格式有误（{error.said('zh')}）" if error.line else error.said("zh")


def _unzipped(content: bytes, name: str) -> Iterator[tuple[str, str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [one for one in archive.infolist() if one.filename.endswith(".yaml")]
            if len(members) > _MOST_FILES or sum(one.file_size for one in members) > _LARGEST:
                raise NotAnElement(file=name, reason="it holds too much", reason_zh="压缩包里的内容太多")
            for member in members:
                with archive.open(member) as stream:
                    yield member.filename, stream.read(_LARGEST).decode()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise NotAnElement(file=name, reason=str(error), reason_zh="压缩包已损坏或加了密码") from error


def _elements(texts: Mapping[str, str]) -> Iterator[Shared]:
    """Of a pack its schemes and programmes, and nothing else: figures and types of another place would change this one."""
    owners = {path: text for path, text in texts.items() if PurePosixPath(path).name == _OWNERS}
    for path, text in texts.items():
        if path in owners or not _may_hold_elements(path, alone=len(texts) == 1):
            continue
        entries = yaml.parse(text, file=path)
        for entry in entries if isinstance(entries, list) else []:
            kind = next((one for one in (SCHEME, PROGRAMME) if isinstance(entry, Mapping) and one in entry), "")
            if kind:
                yield Shared(kind, plain(entry), "\n".join(owners.values()))


def _may_hold_elements(path: str, *, alone: bool) -> bool:
    return alone or PurePosixPath(path).parent.name in ("schemes", "programmes")


@dataclass(frozen=True)
class Fitted:
    """A shared element as a draft of this site. `base` is what it is compared with here, or empty; `notes` are codes."""

    written: Written
    base: str
    data: Data


def fitted(shared: Shared, pack: Pack) -> Fitted:
    """The element under names that are free here: a version more of a scheme that this site has, else a new one."""
    data = plain(shared.data)
    base = _fit_scheme(data, pack) if shared.kind == SCHEME else _fit_programme(data, pack)
    return Fitted(Written(shared.kind, written(data), _new_offices(shared.owners, pack)), base, data)


def _fit_scheme(data: Data, pack: Pack) -> str:
    """What is there already has all its versions here, and takes the last one of those that come."""
    here = pack.schemes.get(str(data.get(SCHEME, "")))
    data.pop("extends", None)
    versions = data.get("versions")
    if here is None or not isinstance(versions, list) or not versions or not isinstance(versions[-1], dict):
        return ""
    last = versions[-1]
    known = {one.version for one in here.versions}
    code = str(last.get("version", ""))
    last["version"] = next(one for one in (code, *(f"{code}_{n}" for n in range(2, 99))) if one not in known)
    last.pop("until", None)
    data["versions"] = [last]
    items = list(data.items())
    data.clear()
    data.update([*items[:3], ("extends", True), *items[3:]])
    return f"{here.scheme} {here.versions[-1].version}"


def _fit_programme(data: Data, pack: Pack) -> str:
    code = str(data.get(PROGRAMME, ""))
    if code not in pack.programmes:
        return ""
    data[PROGRAMME] = next(one for one in (f"{code}_{n}" for n in range(2, 99)) if one not in pack.programmes)
    return code


def _new_offices(text: str, pack: Pack) -> str:
    offices = yaml.parse(text, file=_OWNERS) if text else None
    if not isinstance(offices, Mapping):
        return ""
    new = {code: plain(words) for code, words in offices.items() if code not in pack.owners}
    return _dump(new) if new else ""
