"""Packs the extension for this platform as sqlpkg installs it, and writes sqlpkg.json for all such archives of a folder:

    python3 pack.py VERSION EXTENSION FOLDER [REPOSITORY]

REPOSITORY is the address of a repository whose releases have the files; without it sqlpkg.json is for the folder itself.
"""

import hashlib
import json
import os
import platform
import re
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
LICENSES = HERE.parent / "python" / "licenses"
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}


def pack(version: str, extension: Path, folder: Path) -> None:
    machine = platform.machine()
    name = f"hearsay-{version}-{sys.platform}-{ARCHITECTURES.get(machine, machine)}.zip"
    files = {extension.name: extension}
    files.update({f"LICENSE-{path.name}": path for path in sorted(LICENSES.iterdir())})
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for inside, path in files.items():
            entry = zipfile.ZipInfo(inside, (1980, 1, 1, 0, 0, 0))  # the same bytes each time
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes())


def specify(version: str, folder: Path, repository: str) -> None:
    specification = json.loads((HERE / "sqlpkg.json").read_text(encoding="utf-8"))
    specification["version"] = version
    if repository:
        specification["repository"] = repository
    archives = sorted(folder.glob(f"hearsay-{version}-*.zip"))
    specification["assets"] = {
        "path": "{repository}/releases/download/{version}" if repository else ".",
        "files": {
            re.fullmatch(r"hearsay-.*?-(\w+-\w+)\.zip", path.name)[1]: path.name.replace(version, "{version}")
            for path in archives
        },
        "checksums": {path.name: f"sha256-{hashlib.sha256(path.read_bytes()).hexdigest()}" for path in archives},
    }
    text = json.dumps(specification, indent=4, ensure_ascii=False)
    (folder / "sqlpkg.json").write_text(text + "\n", encoding="utf-8")


def main(version: str, extension: str, folder: str, repository: str = "") -> None:
    os.makedirs(folder, exist_ok=True)
    pack(version, Path(extension), Path(folder))
    specify(version, Path(folder), repository)


if __name__ == "__main__":
    main(*sys.argv[1:])
