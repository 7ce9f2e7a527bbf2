"""Routers that are held against this crate, one a file. Each has `run(bench)`, which yields measurements."""
