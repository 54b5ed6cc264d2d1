"""The data that the model runs on: tables, presets and their sources. No code lives here."""
