"""Make a release: its version in the files that name it, a commit, and a tag that a workflow takes.

Nothing is pushed: look at the commit, and then `git push --follow-tags`.
"""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

PACKAGE, CHANGES, CITATION = Path("wbguide/__init__.py"), Path("CHANGELOG.md"), Path("CITATION.cff")
VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)")
UNRELEASED = "## [Unreleased]\n"


def git(*arguments: str) -> str:
    """Run git, and return what it says."""
    command = ["git", *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603


def replace(path: Path, pattern: str, new: str) -> None:
    """Replace what a pattern finds in a file, which must be once."""
    text, count = re.subn(pattern, new, path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    if count != 1:
        sys.exit(f"{path} must have one place like {pattern}; found {count}")
    path.write_text(text, encoding="utf-8")


def numbers(version: str) -> tuple[int, ...]:
    """Return the three numbers of a version."""
    found = VERSION.fullmatch(version)
    if not found:
        sys.exit(f"a version must be three numbers, such as 1.2.3; received {version!r}")
    return tuple(map(int, found.groups()))


def release(version: str) -> None:
    """Make the release `version` of what has been committed."""
    new = numbers(version)
    if git("status", "--porcelain"):
        sys.exit("commit or stash your changes first: a release is of what has been committed")
    (old,) = re.findall(
        r'^__version__ = "(.*)"$', PACKAGE.read_text(encoding="utf-8"), re.MULTILINE
    )
    first = not git("tag", "--list", "v*")  # the version in the files has not been released
    if new < numbers(old) or (new == numbers(old) and not first):
        sys.exit(f"the version must be larger than {old}; received {version}")
    changes = CHANGES.read_text(encoding="utf-8").partition(UNRELEASED)[2]
    if not changes.partition("\n## ")[0].strip():
        sys.exit(f"{CHANGES} must say below {UNRELEASED.strip()!r} what is new")
    today = datetime.now(UTC).date().isoformat()
    replace(PACKAGE, r'^__version__ = ".*"$', f'__version__ = "{version}"')
    replace(CHANGES, re.escape(UNRELEASED), f"{UNRELEASED}\n## [{version}] - {today}\n")
    replace(
        CITATION,
        r"^version: .*\n(date-released: .*\n)?",
        f"version: {version}\ndate-released: {today}\n",
    )
    git("add", str(PACKAGE), str(CHANGES), str(CITATION))
    git("commit", "--quiet", "--message", f"Release {version}")
    git("tag", "--annotate", "--message", f"wbguide {version}", f"v{version}")
    sys.stdout.write(git("show", "--stat", "HEAD"))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("which version? nox -s release -- 1.2.3")
    release(sys.argv[1])
