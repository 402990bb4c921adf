"""Exports come in: pages, questions, reports, history."""
