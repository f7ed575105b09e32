"""Settings of the site. What they mean is in Sphinx's manual; what is ours is in `_ext`."""

import os
from importlib.metadata import version as version_of
from pathlib import Path
from platform import python_version

from wbguide_docs.owner import read_owner

import wbguide

project = "wbguide"
author = "wbguide contributors"
version = release = wbguide.__version__

extensions = [
    "myst_nb",
    *(f"sphinx.ext.{name}" for name in ("autodoc", "intersphinx", "napoleon", "viewcode")),
    "wbguide_docs",
]
source_suffix = {".md": "myst-nb"}
exclude_patterns = ["_*", "jupyter_execute"]
nitpicky, language = True, "en"

execution_packages = ["wbguide"]
nb_render_error_lexer = "text"  # messages are no Python, and a lexer would stumble over some
nb_code_prompt_show, nb_code_prompt_hide = "Show the solution", "Hide the solution"

myst_enable_extensions = [
    "amsmath",
    "attrs_block",
    "attrs_inline",
    "colon_fence",
    "deflist",
    "dollarmath",
    "fieldlist",
    "substitution",
]
libraries = ("altair", "keras", "matplotlib", "numpy", "tensorflow")
myst_substitutions = {name: version_of(name) for name in libraries} | {"python": python_version()}
myst_dmath_allow_digits = myst_dmath_allow_space = False  # $5 and $6 are money
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "none"  # the docstrings give types and shapes
napoleon_google_docstring = False
napoleon_preprocess_types = True
napoleon_use_rtype = False
napoleon_type_aliases = {
    "Axes": "matplotlib.axes.Axes",
    "Figure": "matplotlib.figure.Figure",
    "array_like": ":term:`numpy:array_like`",
    "callable": ":class:`~collections.abc.Callable`",
    "sequence": ":term:`python:sequence`",
}
intersphinx_mapping = {
    "altair": ("https://altair-viz.github.io/", "_inventories/altair.txt"),
    "matplotlib": ("https://matplotlib.org/stable/", "_inventories/matplotlib.txt"),
    "numpy": ("https://numpy.org/doc/stable/", "_inventories/numpy.txt"),
    "python": ("https://docs.python.org/3/", "_inventories/python.txt"),
    "sklearn": ("https://scikit-learn.org/stable/", "_inventories/sklearn.txt"),
}

html_theme = "furo"
html_title = "wbguide"
owner = read_owner(Path(__file__).parents[1] / "pyproject.toml", os.environ)
html_baseurl, site_repository, site_on_pypi = owner.site, owner.repository, owner.on_pypi
site_colab = owner.colab
site_forms = os.environ.get("FORMS") == "1"  # whether an EPUB and the like lie beside the site
html_theme_options: dict[str, object] = {
    "top_of_page_buttons": ["view", "edit"] if site_repository else []
}
html_theme_options |= {"source_repository": site_repository} if site_repository else {}
html_theme_options |= {"source_branch": "main", "source_directory": "docs"}
html_static_path, templates_path = ["_static"], ["_templates"]
pygments_dark_style = "github-dark"
html_copy_source = html_show_copyright = False
html_domain_indices = html_use_index = False  # the search finds names, and the pages list them
