"""The types of the API for the browser code: generated from the application's own OpenAPI, and never committed.

Run as `python -m tests.api_types` before TypeScript. The result is the module "now-serving-api" (see tsconfig.json).
It is written only when the API or openapi-typescript changed.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import playwright

from queueing.app import create_app
from queueing.settings import Settings

VENDOR = Path(__file__).parent / "vendor"
GENERATOR = VENDOR / "node_modules/openapi-typescript/bin/cli.js"
# Playwright brings a Node of its own, which drives the tests' browser.
NODE = Path(playwright.__file__).parent / "driver/node"
TYPES = VENDOR / "types/now-serving-api.d.ts"
SOURCE = VENDOR / "types/openapi.json"


def openapi() -> str:
    """Return the OpenAPI document that a server of this source tree gives, as JSON."""
    with tempfile.TemporaryDirectory(prefix="now-serving-api-") as var:
        answer = create_app(Settings(var=Path(var))).test_client().get("/api/v1/openapi.json")
    assert answer.status_code == 200, answer.text
    return json.dumps(whole_answers(answer.json))


def whole_answers(document: Any) -> Any:
    """Return the document with every property of an answer required: the server sends them all, defaults too."""
    for name, schema in document["components"]["schemas"].items():
        if "properties" in schema and not name.endswith("Body"):
            schema["required"] = list(schema["properties"])
    return document


def generate(document: str) -> None:
    """Write the types of `document`, one exported type a schema, unless they are there already."""
    if TYPES.exists() and SOURCE.exists() and SOURCE.read_text(encoding="utf-8") == document:
        return
    TYPES.unlink(missing_ok=True)
    SOURCE.write_text(document, encoding="utf-8")
    options = ("--root-types", "--root-types-no-schema-prefix")
    subprocess.run([NODE, GENERATOR, SOURCE, "--output", TYPES, *options], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    generate(openapi())
