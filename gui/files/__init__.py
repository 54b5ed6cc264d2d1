"""Scenario files on disk: open, save, recent files, export."""
