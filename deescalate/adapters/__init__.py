"""Adapters: deescalate inside other tools. Each is optional, and none knows another."""
