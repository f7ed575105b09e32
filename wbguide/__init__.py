"""A reference linear neuron: its weights, its bias, and how it learns them."""

from wbguide.neuron import Gradients, History, LinearNeuron, learning_rate_limit

__all__ = ["Gradients", "History", "LinearNeuron", "__version__", "learning_rate_limit"]

__version__ = "0.1.0"
