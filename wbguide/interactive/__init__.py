"""Charts with controls: move the weight and the bias, and see what the neuron and its loss do.

Each function returns an Altair chart whose controls are part of it, so the same call moves in a
notebook and on this project's site. The numbers are computed where the chart is shown, by Vega
expressions that agree with `wbguide` to within rounding.
"""

from wbguide.interactive.activation import activate
from wbguide.interactive.backward import backpropagate
from wbguide.interactive.broadcasting import broadcast_residuals
from wbguide.interactive.descent import descend
from wbguide.interactive.drawing import read_drawing
from wbguide.interactive.layers import follow_layers
from wbguide.interactive.lines import compare_bias, fit_by_hand
from wbguide.interactive.new_data import meet_new_data

__all__ = [
    "activate",
    "backpropagate",
    "broadcast_residuals",
    "compare_bias",
    "descend",
    "fit_by_hand",
    "follow_layers",
    "meet_new_data",
    "read_drawing",
]
