"""The colors of figures and charts, and the variable of `figures.css` that each of them becomes.

Figures are drawn in them by `matplotlibrc`, charts by `wbguide.interactive`.
"""

COLORS = {
    "#0571e2": "var(--wb-blue)",
    "#bc5806": "var(--wb-orange)",
    "#1e5837": "var(--wb-green)",
    "#a05886": "var(--wb-pink)",
    "#8568b7": "var(--wb-violet)",
    "#58430a": "var(--wb-olive)",
    "#541c91": "var(--wb-indigo)",
    "#1b1f24": "var(--wb-ink)",
    "#3d444d": "var(--wb-label)",
    "#7b8490": "var(--wb-axis)",
    "#dfe3e8": "var(--wb-grid)",
    "#fdfdfe": "var(--wb-paper)",
    # What Matplotlib draws in black whatever the style, such as the arrows of a quiver, is ink.
    "#000000": "var(--wb-ink)",
}
