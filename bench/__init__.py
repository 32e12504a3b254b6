"""The benchmarks, each beside what it is compared to: `make bench [ONLY=name] [ROWS=n]`.

Belongs here: one module a benchmark, entered in registry.py, and what they share. Does not: tests (tests/), the fuzzer (tests/fuzz).
"""
