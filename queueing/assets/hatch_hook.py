"""Hatchling's build hook: the assets are built before a wheel, an sdist or an editable install is made."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import (  # type: ignore[import-not-found]  # only in the build environment
    BuildHookInterface,
)

ROOT = Path(__file__).parents[2]
# A build backend runs without the source tree on its path.
sys.path.append(str(ROOT))

from queueing.assets import build_assets  # noqa: E402  # found only through the line above


class AssetsHook(BuildHookInterface):  # type: ignore[misc]  # its base has no type where hatchling is not installed
    """Builds what is stale and asks for the tools of building only then."""

    def dependencies(self) -> list[str]:
        """Return what the build environment needs: nothing for an up-to-date tree."""
        return [] if build_assets.is_fresh(ROOT) else list(build_assets.REQUIREMENTS)

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the assets if they are stale, whichever the target or `version` ("standard", "editable")."""
        if not build_assets.is_fresh(ROOT):
            build_assets.build(ROOT)
