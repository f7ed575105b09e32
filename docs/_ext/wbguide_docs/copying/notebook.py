"""Write a page as a notebook, with the outputs that the page shows."""

from __future__ import annotations

import base64
import io
import json
import os
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode, v4
from PIL import Image

from wbguide_docs.converting import convert
from wbguide_docs.reading.outputs import CHART, one_drawing

INSTALL = "%pip install --quiet "
WIDTH = 640  # pixels of a chart
SHARPNESS = 1.5  # pixels of an image for one of a figure
SHADES = 64  # enough for what is drawn, at a tenth of the size
SVG = "image/svg+xml"
FOLDED = ("hide-cell", "hide-input", "remove-input")


def notebook_text(cells: list[NotebookNode], install: str, title: str, images: Path) -> str:
    """Return the file of a notebook with `cells`, of which the first that runs installs.

    The folder `images` keeps what was drawn for it.
    """
    found: list[NotebookNode] = []
    for cell in cells:
        if cell.cell_type == "markdown":
            found.append(v4.new_markdown_cell(cell.source))
            continue
        if all(each.cell_type == "markdown" for each in found):
            found.append(v4.new_code_cell(install))
        found.append(_code_cell(cell, images))
    for number, cell in enumerate(found):
        cell.id = f"cell-{number}"  # by default a random one
    book = v4.new_notebook(
        cells=found,
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "language_info": {"name": "python"},
            "title": title,
        },
    )
    nbformat.validate(book)
    return json.dumps(book, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _code_cell(cell: NotebookNode, images: Path) -> NotebookNode:
    tags = cell.metadata.get("tags", [])
    metadata: dict[str, Any] = {"tags": tags} if tags else {}
    if {*FOLDED} & {*tags}:
        metadata["jupyter"] = {"source_hidden": True}
    outputs = [_output(output, images) for output in cell.outputs]
    # A folded cell shows its first line, which may be the answer.
    made: NotebookNode = v4.new_code_cell(
        f"# A solution\n{cell.source}" if "hide-cell" in tags else cell.source,
        execution_count=cell.execution_count,
        outputs=outputs,
        metadata=metadata,
    )
    return made


def _output(output: NotebookNode, images: Path) -> NotebookNode:
    """Add a picture to a chart, for those who cannot draw it, and an image to each picture.

    Jupyter and others show no SVG of a notebook that its reader has not yet trusted.
    """
    data = output.get("data", {})
    chart = data.get(CHART)
    picture = _picture(chart) if chart else one_drawing(data.get(SVG, ""))
    if not picture:
        return output
    image = images / f"{sha256(picture.encode()).hexdigest()}.png"
    if not image.exists():
        images.mkdir(parents=True, exist_ok=True)
        unfinished = image.with_suffix(f".{os.getpid()}")  # two pages may show the same
        unfinished.write_bytes(_image(picture))
        unfinished.replace(image)
    drawn = base64.b64encode(image.read_bytes()).decode()
    return NotebookNode(output | {"data": data | {SVG: picture, "image/png": drawn}})


def _picture(chart: dict[str, Any]) -> str:
    svg = convert("vegalite_to_svg", chart | {"width": WIDTH})
    # Vega numbers them on from the chart before, on whatever page that was.
    for number, used in enumerate(dict.fromkeys(re.findall(r'id="((?:clip|gradient)\w*)"', svg))):
        svg = re.sub(rf'(id="|url\(#){used}\b', rf"\g<1>chart-{number}", svg)
    return svg


def _image(svg: str) -> bytes:
    """Return a picture as a small PNG on white, which is readable in a dark notebook too."""
    drawn = Image.open(io.BytesIO(convert("svg_to_png", svg, scale=SHARPNESS))).convert("RGBA")
    sheet = Image.new("RGBA", drawn.size, "white")
    sheet.alpha_composite(drawn)
    file = io.BytesIO()
    sheet.convert("RGB").quantize(SHADES).save(file, "PNG", optimize=True)
    return file.getvalue()
