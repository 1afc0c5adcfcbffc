"""What is said about speed, as programs that anyone can run: `python -m benchmarks` writes docs/benchmarks.md."""
