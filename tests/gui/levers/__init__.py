"""Tests of the lever panel; a package, so that its conftest has a name of its own."""
