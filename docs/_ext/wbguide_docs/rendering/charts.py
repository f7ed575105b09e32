"""Write Altair's charts into pages as HTML, such that a reader moves them there.

A page with a chart works without a script, and asks nothing of another host: a chart is two
pictures in the colors of the page's theme, one for a phone and one for a desktop column, controls,
what they lead to, and the chart itself, compiled to Vega so that a reader needs no Vega-Lite.
MyST-NB finds `Charts` among the entry points in `pyproject.toml`.
"""

from __future__ import annotations

import json
import re
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from jinja2 import Environment, FileSystemLoader

from wbguide_docs.converting import convert
from wbguide_docs.rendering import vega as vega_bundle
from wbguide_docs.rendering.figures import shorten
from wbguide_docs.rendering.palette import COLORS

if TYPE_CHECKING:
    from myst_nb.core.render import MimeData, NbElementRenderer
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

MIME_TYPE = "application/vnd.vegalite.v6+json"
WIDTHS = {"narrow": 340, "wide": 736}  # pixels, as wide as figures are
INK, LABEL, AXIS = (f"var(--wb-{name})" for name in ("ink", "label", "axis"))
CONFIG = {
    "aria": False,  # the alt text says what the chart shows
    "background": None,
    "view": {"stroke": None},
    "title": {"color": INK},
    "axis": {
        "domainColor": AXIS,
        "grid": False,
        "labelColor": LABEL,
        "labelFontSize": 13,
        "tickColor": AXIS,
        "titleColor": LABEL,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
    },
    "axisLeft": {  # upright at the axis's end, where a phone has room for it
        "titleAlign": "left",
        "titleAnchor": "end",
        "titleAngle": 0,
        "titleBaseline": "bottom",
        "titleX": 0,
        "titleY": -8,
    },
}
HTML = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    lstrip_blocks=True,
    trim_blocks=True,
).get_template("chart.html")


class Charts:
    """MyST-NB's plugin for outputs that are Vega-Lite charts."""

    mime_priority_overrides: ClassVar = [("*", MIME_TYPE, 1)]

    @staticmethod
    def handle_mime(
        renderer: NbElementRenderer,
        data: MimeData,
        inline: bool,  # noqa: FBT001  # as MyST-NB calls it
    ) -> list[nodes.Element] | None:
        """Return the chart as a part of the page, or None for any other output."""
        if inline or data.mime_type != MIME_TYPE:
            return None
        chart: Any = data.content
        setting = renderer.renderer.get_cell_level_config
        options = setting("render_image_options", data.cell_metadata, data.line)
        alt = " ".join(str(options.get("alt", "")).split())
        page = renderer.renderer.document
        page["charts"] = page.get("charts", 0) + 1
        page["pads"] = page.get("pads", False) or "pad" in _about(chart)
        env = renderer.renderer.sphinx_env
        node = nodes.raw("", _kept_html(env, chart, alt, page["charts"]), format="html")
        node["chart"] = {"alt": alt, "width": chart.get("width")}  # for those who check pages
        return [node]


def _about(chart: dict[str, Any]) -> dict[str, Any]:
    about: dict[str, Any] = chart.get("usermeta", {}).get("wbguide", {})
    return about


def _kept_html(env: BuildEnvironment, chart: dict[str, Any], alt: str, number: int) -> str:
    """Return `chart_html` as an earlier build made it of the same, for it takes a second."""
    made_of = json.dumps([env.config.extensions_digest, chart, alt, number], sort_keys=True)
    kept = Path(env.doctreedir, "charts", f"{sha256(made_of.encode()).hexdigest()}.html")
    if not kept.exists():
        kept.parent.mkdir(exist_ok=True)
        partial = kept.with_suffix(".part")
        partial.write_text(chart_html(chart, alt, number), encoding="utf-8")
        partial.replace(kept)
    return kept.read_text(encoding="utf-8")


def chart_html(chart: dict[str, Any], alt: str, number: int) -> str:
    """Return the Vega-Lite `chart`, the `number`-th of its page, as HTML."""
    _refuse_growth(chart)
    name = f"wb-chart-{number}"
    about = _about(chart)
    readouts = about.get("readouts", {})
    vega = compile_chart(chart)
    moved = [signal for signal in vega["signals"] if "bind" in signal]
    start = {signal["name"]: signal["value"] for signal in moved}
    # The controls are the page's, with labels, so Vega must not make its own.
    controls = {signal["name"]: signal.pop("bind") for signal in moved}
    # What is said of a number is the chart's to tell, so that its title says the same.
    vega["signals"] += [
        {"name": f"{key}_text", "update": each["text"]} for key, each in readouts.items()
    ]
    readings = {key: _reading(vega, f"{key}_text") for key in readouts}
    goals, handles, taps = (about.get(key, []) for key in ("goals", "handles", "taps"))
    learn = about.get("learn", {})
    vega["signals"] += [*_signals_of_goals(goals), *_signals_of_handles(handles)]
    vega["signals"] += _signals_of_taps(taps)
    vega["signals"] += [{"name": f"learn_{key}", "update": each} for key, each in learn.items()]
    state = {
        "vega": vega,
        "start": start,
        "code": about.get("code"),
        "commit": about.get("commit"),
        "pad": about.get("pad"),
        "learns": list(learn),
        "handles": [{"name": each["name"], "sets": list(each["set"])} for each in handles],
        "taps": [{key: each[key] for key in ("say", "name", "value")} for each in taps],
    }
    data = json.dumps(state, sort_keys=True, separators=(",", ":"))
    for each in about.get("repeats", []):
        data = _say_once(data, **each)
    return HTML.render(
        name=name,
        number=number,
        alt=alt,
        pictures=[_picture(vega, name, size) for size in WIDTHS],
        controls=controls,
        start=start,
        labels={key: each["label"] for key, each in readouts.items()},
        readings=readings,
        quiet=[key for key, each in readouts.items() if each.get("live") == "off"],
        goals=goals,
        marks=about.get("marks", {}),
        play=about.get("play"),
        commit=about.get("commit"),
        powers=about.get("powers", []),
        pad=about.get("pad"),
        learn=learn,
        code=about.get("code"),
        data=data.replace("<", "\\u003c"),  # within a script, `</script>` would end it
    )


def _signals_of_goals(goals: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"name": f"goal_{number}", "update": goal["when"]} for number, goal in enumerate(goals)]


def _signals_of_handles(handles: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return signals for where handles are, in pixels, and for what they set when they are pulled.

    The script tells where they are pulled to, as `at`.
    """
    signals: list[dict[str, Any]] = [{"name": "at", "value": {"x": 0, "y": 0}}] if handles else []
    for number, handle in enumerate(handles):
        for axis in "xy":
            name, value = f"handle_{number}_{axis}", f"handle_{number}_at_{axis}"
            pixels = f"isValid({value}) ? scale('{axis}', {value}) : null"
            signals += [
                {"name": value, "update": handle[axis]},
                {"name": name, "update": pixels},
            ]
        signals += [
            {"name": f"handle_{number}_sets_{key}", "update": expression}
            for key, expression in handle["set"].items()
        ]
    return signals


def _signals_of_taps(taps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return signals for where taps are, in pixels: left, top, right, bottom."""
    return [
        {
            "name": f"tap_{number}",
            "update": "[scale('x', {}), scale('y', {}), scale('x', {}), scale('y', {})]".format(
                *tap["at"]
            ),
        }
        for number, tap in enumerate(taps)
    ]


def compile_chart(chart: dict[str, Any]) -> dict[str, Any]:
    """Return the Vega-Lite `chart` as Vega, in the colors of the page and as wide as it is told."""
    fitted = chart | {"width": WIDTHS["wide"], "autosize": {"type": "fit-x", "contains": "padding"}}
    source = json.dumps(convert("vegalite_to_vega", fitted, config=CONFIG))
    for color, variable in COLORS.items():
        source = source.replace(f'"{color}"', f'"{variable}"')
    vega: dict[str, Any] = {"signals": [], **json.loads(source)}
    about = _about(chart)
    if "height" in about:  # which follows from the width
        vega.pop("height")
        vega["signals"].append({"name": "height", "update": about["height"]})
    if "pad" in about:
        _leave_to_script(vega, **about["pad"])
    for key in ("$schema", "usermeta"):
        vega.pop(key, None)
    return vega


def _say_once(data: str, term: str, joint: str, count: int) -> str:
    """Return data in which the page's script repeats a term, with the numbers from 0 for its #."""
    repeated = joint.join(term.replace("#", str(k)) for k in range(count))
    return data.replace(repeated, f"{{{{{term}|{joint}|{count}}}}}")


def _leave_to_script(vega: dict[str, Any], name: str, view: str, **_: Any) -> None:
    """Make what a selection holds a value that the page's script sets, by keyboard too."""
    parts = {"unit", *(f"{name}_{part}" for part in ("modify", "toggle", "tuple"))}
    vega["signals"] = [
        {"name": name, "value": {}} if signal["name"] == name else signal
        for signal in vega["signals"]
        if signal["name"] not in parts
    ]
    vega["data"] = [data for data in vega["data"] if data["name"] != f"{name}_store"]
    vega["marks"] = [mark for mark in vega["marks"] if mark["name"] != f"{view}_marks"]


def _refuse_growth(part: Any) -> None:
    """Refuse a field that is computed from itself: it would be once more after each move."""
    if isinstance(part, dict) and "calculate" in part:
        name = re.escape(part["as"])
        own = rf"datum(?:\.{name}\b|\[[\"']{name}[\"']\])"
        if re.search(own, part["calculate"]):
            msg = f"a chart computes {part['as']!r} from itself: {part['calculate']!r}"
            raise ValueError(msg)
    for each in part.values() if isinstance(part, dict) else part:
        if isinstance(each, dict | list):
            _refuse_growth(each)


def _reading(vega: dict[str, Any], signal: str) -> str:
    """Return what `signal` is at the start, by drawing it and looking at what was drawn."""
    mark = {"type": "text", "encode": {"enter": {"text": {"signal": signal}}}}
    drawn = convert("vega_to_svg", {"signals": vega["signals"], "marks": [mark]})
    return unescape(drawn.partition("</text>")[0].rpartition(">")[2])


def _numbered(svg: str, name: str) -> str:
    # Vega numbers them on from the chart before, on whatever page that was.
    for k, used in enumerate(dict.fromkeys(re.findall(r'id="((?:clip|gradient)\w*)"', svg))):
        svg = re.sub(rf'(id="|url\(#){used}\b', rf"\g<1>{name}-{k}", svg)
    return svg


def _picture(vega: dict[str, Any], name: str, size: str) -> str:
    svg = convert("vega_to_svg", {**vega, "width": WIDTHS[size]})
    svg = _numbered(svg, f"{name}-{size}")
    svg = re.sub(r'\bd="[^"]*"', lambda path: shorten(path[0]), svg)
    return svg.replace('class="marks"', f'class="wb-chart-{size}" aria-hidden="true"', 1)


def add_files(app: Sphinx, *page: Any) -> None:
    """Link the script and the style on pages that have a chart, and on no other."""
    doctree: nodes.document | None = page[-1]
    if doctree and "charts" in doctree:
        attributes: dict[str, Any] = {"data-vega": vega_bundle.FILE}
        app.add_css_file("figures.css")  # the colors
        app.add_css_file("charts.css")
        if doctree["pads"]:
            app.add_js_file("pad.js", loading_method="defer")
        app.add_js_file("charts.js", loading_method="defer", **attributes)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register what a page with a chart needs."""
    app.setup_extension("wbguide_docs.rendering.vega")
    app.connect("html-page-context", add_files)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
