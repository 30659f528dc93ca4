"""What the machine stands against: files, disks and databases that cannot be read or written, in a sentence."""

from __future__ import annotations

import errno
from typing import ClassVar

from zugong.kernel.errors import RuleBroken

#: What can be wrong outside the program. Every other number is a bug of ours and crashes.
_OUTSIDE = frozenset(
    (
        errno.ENOENT, errno.EACCES, errno.EPERM, errno.EISDIR, errno.ENOTDIR, errno.EROFS, errno.ENAMETOOLONG,
        errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EADDRINUSE, errno.EADDRNOTAVAIL,
    )
)  # fmt: skip


class FileNotUsable(RuleBroken):
    code: ClassVar[str] = "outside.file_not_usable"
    message: ClassVar[str] = (
        "{file} cannot be read or written: {reason}. Check folder, rights and free space; then try again."
    )
    message_zh: ClassVar[str] = "无法读写 {file}：{reason}。请检查文件夹、权限和磁盘空间后重试。"


class DatabaseNotUsable(RuleBroken):
    code: ClassVar[str] = "outside.database_not_usable"
    message: ClassVar[str] = (
        "The database cannot be used: {reason}. What was not finished was not recorded. "
        "Check that it runs, its rights and the free space; then try again."
    )
    message_zh: ClassVar[str] = (
        "数据库无法使用：{reason}。未完成的操作没有写入任何数据。请检查数据库是否运行、权限和磁盘空间后重试。"
    )


def not_usable(error: OSError) -> FileNotUsable | None:
    """The sentence for an error of the machine; None where it is a bug of the program."""
    if error.errno not in _OUTSIDE:
        return None
    return FileNotUsable(file=error.filename or "—", reason=error.strerror)
