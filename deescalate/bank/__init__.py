"""YAML layers in, one checked Bank out."""

from deescalate.bank.find import shipped_path
from deescalate.bank.loading import load

__all__ = ["load", "shipped_path"]
