"""Puts the extension, with utf8proc and pcre2 inside, into the wheel. `make` at the top of the checkout builds it."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parents[2]
SUFFIX = ".dylib" if sys.platform == "darwin" else ".so"


class BuildHook(BuildHookInterface[Any]):
    """Builds the extension before the wheel is packed, and tags the wheel with the platform it was built on."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Hatchling calls this; an editable install gets the extension too."""
        subprocess.run(["make", "-C", str(ROOT), "wheel-extension"], check=True, stdout=sys.stderr)
        build_data["pure_python"] = False
        build_data["tag"] = "py3-none-" + sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["force_include"][str(ROOT / "build" / "wheel" / f"hearsay{SUFFIX}")] = (
            f"sqlite_hearsay/hearsay{SUFFIX}"
        )
