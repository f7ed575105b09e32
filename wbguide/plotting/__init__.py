"""Figures of neurons, their data and their training, in one visual language.

Data are dots, the model is a line, a residual is the stroke between them. Weights and biases show
their size as width and their sign twice: by color and by a solid or a dashed stroke.

Colors are references to Matplotlib's color cycle, so a figure takes on the style of wherever it is
drawn: the defaults in a notebook, the theme on this project's site.
"""

from typing import Final

from wbguide.plotting import _style
from wbguide.plotting.images import plot_weight_images
from wbguide.plotting.lines import plot_data, plot_line, plot_residuals
from wbguide.plotting.network import draw_network, draw_neuron
from wbguide.plotting.surface import plot_loss_surface

__all__ = [
    "DATA",
    "LOSS",
    "MODEL",
    "NEGATIVE",
    "POSITIVE",
    "RESIDUAL",
    "TRAINING",
    "VALIDATION",
    "WITHOUT",
    "draw_network",
    "draw_neuron",
    "plot_data",
    "plot_line",
    "plot_loss_surface",
    "plot_residuals",
    "plot_weight_images",
]

DATA: Final = _style.DATA
"""The color of samples."""
MODEL: Final = _style.MODEL
"""The color of what a model predicts."""
LOSS: Final = _style.LOSS
"""The color of a loss."""
RESIDUAL: Final = _style.RESIDUAL
"""The color of errors, and of what is wrong."""
WITHOUT: Final = _style.WITHOUT
"""The color of what lacks something that the page is about, such as a bias."""
TRAINING: Final = _style.TRAINING
"""The color of a loss on the samples that training sees."""
VALIDATION: Final = _style.VALIDATION
"""The color of a loss on samples that training does not see."""
POSITIVE: Final = _style.POSITIVE
"""The color of weights above zero."""
NEGATIVE: Final = _style.NEGATIVE
"""The color of weights below zero."""
