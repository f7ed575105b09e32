"""Give the site Vega as a file of its own, taken from the wheel of `vl-convert`.

It is Vega without Vega-Lite, since charts are compiled while the site is built, and with the
interpreter of its expressions: by default Vega compiles them with `new Function`, which a strict
Content-Security-Policy forbids.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import vl_convert

if TYPE_CHECKING:
    from sphinx.application import Sphinx

VERSION = vl_convert.get_vega_version()
FILE = f"vega-{VERSION}.js"
NOTICE = "/*! Vega, D3 and others: see vega-licenses.txt beside this file. */\n"

# These addresses name modules inside the wheel; nothing is fetched. The interpreter is among them
# for vega-embed's sake: its version belongs to the wheel's, hence the pin in pyproject.toml.
SOURCE = f"""
import {{ View, parse }} from "https://cdn.jsdelivr.net/npm/vega@{VERSION}/+esm";
import {{ expressionInterpreter }} from "https://cdn.jsdelivr.net/npm/vega-interpreter@2.0.0/+esm";
window.wbVega = {{ View, parse, expressionInterpreter }};
"""


def bundle() -> str:
    """Return Vega as one script that declares no global but `wbVega`."""
    # The names of a plain script are everyone's, and `_` is also Sphinx's.
    return f'{NOTICE}(() => {{"use strict";{vl_convert.javascript_bundle(SOURCE)}}})();\n'


def write_bundle(app: Sphinx, exception: Exception | None) -> None:
    """Put Vega among the static files of a site that has been built."""
    path = Path(app.outdir, "_static", FILE)
    if app.builder.format == "html" and exception is None and not path.exists():
        path.write_text(bundle(), encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the step."""
    app.connect("build-finished", write_bundle)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
