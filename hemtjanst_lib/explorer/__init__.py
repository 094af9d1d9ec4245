"""The explorer for analysts: the six comparisons on any kommun, in JupyterLab or Voilà, on one's own machine."""

from hemtjanst_lib.explorer.app import Explorer, show_explorer

__all__ = ["Explorer", "show_explorer"]
