"""What stands around the plots: tool bar, headlines, tabs, sheets, messages, status."""
