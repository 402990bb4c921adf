"""The left rail: conversations, people, and the ways to every page."""
