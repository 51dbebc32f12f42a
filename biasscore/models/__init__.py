"""Shipped coefficients as data, and the few operations that apply them (numpy only)."""
