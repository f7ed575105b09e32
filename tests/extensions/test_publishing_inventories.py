"""References resolve without a network, or fail the build."""

from __future__ import annotations

from tests.extensions.tiny_site import Site


def test_names_of_other_projects_lead_to_their_manuals(site: Site) -> None:
    names = "{py:class}`numpy.ndarray`, {py:class}`float`, {py:class}`matplotlib.axes.Axes`"
    site.write(links=f"# Links\n\n{names}, {{term}}`numpy:array_like`\n")
    build = site.build_here()
    assert build.status == 0, build.log
    for address in (
        "https://numpy.org/doc/stable/reference/generated/numpy.ndarray.html#numpy.ndarray",
        "https://numpy.org/doc/stable/glossary.html#term-array_like",
        "https://docs.python.org/3/library/functions.html#float",
        "https://matplotlib.org/stable/api/_as_gen/matplotlib.axes.Axes.html#matplotlib.axes.Axes",
    ):
        assert f'href="{address}"' in site.html("links")


def test_unknown_name_fails_the_build_and_the_next_one_too(site: Site) -> None:
    site.write(links="# Links\n\n{py:class}`numpy.no_such_class`\n")
    for _ in range(2):
        build = site.build_here()
        assert build.status != 0
        assert "reference target not found: numpy.no_such_class" in build.report("links.md:3")
