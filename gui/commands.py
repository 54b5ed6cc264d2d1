"""Every command, declared once: menus, toolbar, palette, shortcuts and help read this table."""

from __future__ import annotations

import msgspec


class Command(msgspec.Struct, frozen=True):
    """One thing the user can do.

    ``menu`` is the menu that it stands in; ``shortcut`` is written as Qt writes it, several
    are separated by semicolons; ``checkable`` names the group for commands of which one holds.
    """

    id: str
    menu: str
    text: str
    tip: str
    shortcut: str = ""
    icon: str = ""
    checkable: str = ""
    divider: bool = False
    """a line above it in the menu"""


MENUS = ("Scenario", "Edit", "View", "Help")

COMMANDS = (
    Command("new", "Scenario", "New", "Start from an empty scenario", "Ctrl+N"),
    Command("presets", "Scenario", "Presets…", "Choose a ready-made scenario", "Ctrl+Shift+O"),
    Command("open", "Scenario", "Open…", "Open a scenario file", "Ctrl+O"),
    Command("save", "Scenario", "Save", "Save the scenario to its file", "Ctrl+S", divider=True),
    Command("save_as", "Scenario", "Save as…", "Save under another name", "Ctrl+Shift+S"),
    Command("revert", "Scenario", "Revert to saved", "Go back to what was last saved or opened"),
    Command(
        "export_picture",
        "Scenario",
        "Export window as PNG…",
        "Save a picture of the whole window",
        "Ctrl+E",
        icon="export",
        divider=True,
    ),
    Command(
        "export_headlines",
        "Scenario",
        "Export headlines as JSON…",
        "Save the headline answers with their ranges",
    ),
    Command(
        "export_series",
        "Scenario",
        "Export series as CSV…",
        "Save every time series of the median scenario",
    ),
    Command(
        "import_network",
        "Scenario",
        "Import build network…",
        "Take the tasks of a site from MS-Project XML or CSV",
        divider=True,
    ),
    Command(
        "export_network",
        "Scenario",
        "Export build network…",
        "Save the tasks of a site as MS-Project XML or CSV",
    ),
    Command("quit", "Scenario", "Quit", "Close Clusterwright", "Ctrl+Q", divider=True),
    Command("undo", "Edit", "Undo", "Take the last step back", "Ctrl+Z", icon="undo"),
    Command(
        "redo",
        "Edit",
        "Redo",
        "Make the step again that was taken back",
        "Ctrl+Shift+Z;Ctrl+Y",
        icon="redo",
    ),
    Command(
        "pin",
        "Edit",
        "Pin baseline",
        "Keep the present answer to compare with: ghost lines and changes",
        "Ctrl+B",
        icon="pin",
        divider=True,
    ),
    Command("unpin", "Edit", "Unpin baseline", "Compare with nothing", "Ctrl+Shift+B"),
    Command(
        "add_shipment",
        "Edit",
        "Add a shipment",
        "Add accelerators to the fleet",
        "Ctrl+Shift+A",
        icon="plus",
        divider=True,
    ),
    Command("add_site", "Edit", "Add a site", "Add a site with one grid step", icon="plus"),
    Command(
        "rename_site",
        "Edit",
        "Rename the site",
        "Go to the name of the site of the lever in focus, or else of the Build tab",
    ),
    Command(
        "duplicate_site",
        "Edit",
        "Duplicate the site",
        "Copy the site of the lever in focus, or else of the Build tab, without its shipments",
    ),
    Command(
        "remove_site",
        "Edit",
        "Remove the site",
        "Take out the site of the lever in focus, or else of the Build tab, with its shipments",
    ),
    Command(
        "add_supply",
        "Edit",
        "Add a power source",
        "Add a grid step to the site of the lever in focus, or else of the Build tab",
        icon="plus",
    ),
    Command(
        "add_task",
        "Edit",
        "Add a construction task",
        "Add a task to the build of the site that the Build tab shows",
        icon="plus",
    ),
    Command(
        "reset_tasks",
        "Edit",
        "Reset the build to its template",
        "Put every construction task of the site that the Build tab shows back to the template",
        icon="reset",
    ),
    Command(
        "reset_levers",
        "Edit",
        "Reset all levers",
        "Put every lever back to where it was when the scenario was opened",
        icon="reset",
    ),
    Command("palette", "View", "Search commands", "Find any command", "Ctrl+K", icon="search"),
    Command("go_to_date", "View", "Go to date…", "Move the cursor to a date", "Ctrl+G"),
    Command(
        "zoom_reset",
        "View",
        "Show the whole calendar",
        "Undo zoom and pan of the plots",
        "Ctrl+0",
    ),
    # In the order of the tabs, so that the digit is the place from the left.
    Command("tab_training", "View", "Training", "Show the training tab", "Ctrl+1", divider=True),
    Command(
        "tab_reliability", "View", "Reliability", "Failures, and where the time goes", "Ctrl+2"
    ),
    Command("tab_cost", "View", "Cost", "Show the cost tab", "Ctrl+3"),
    Command("tab_power", "View", "Power", "Show the power tab", "Ctrl+4"),
    Command("tab_rank", "View", "Rank", "Show the rank tab", "Ctrl+5"),
    Command("tab_site", "View", "Site", "One-line diagram of a site", "Ctrl+6"),
    Command(
        "tab_build", "View", "Build", "Durations, dates and links of construction tasks", "Ctrl+7"
    ),
    Command("tab_moves", "View", "Moves", "What redirected orders bring to each site", "Ctrl+8"),
    Command(
        "tab_validation", "View", "Validation", "Predictions against measured records", "Ctrl+9"
    ),
    Command("tabs_toggle", "View", "Show or hide the tabs", "Fold the tab area", "Ctrl+J"),
    Command(
        "tabs_maximise",
        "View",
        "Maximise the tab",
        "Let the open tab cover the plots",
        "Ctrl+Shift+M",
        icon="maximise",
    ),
    Command(
        "theme_system",
        "View",
        "Theme of the system",
        "Follow the system's light or dark theme",
        checkable="theme",
        divider=True,
    ),
    Command("theme_light", "View", "Light theme", "Light ground", checkable="theme"),
    Command("theme_dark", "View", "Dark theme", "Dark ground", checkable="theme"),
    Command("full_screen", "View", "Full screen", "Use the whole screen", "F11", divider=True),
    Command("stop", "View", "Stop computing", "Stop the ensemble that is running (Esc)"),
    Command(
        "shortcuts", "Help", "Help", "On the lever in focus, else all commands and their keys", "F1"
    ),
    Command("hints", "Help", "Show the hints again", "The three hints of the first start"),
    Command("about", "Help", "About Clusterwright", "Version, licence and data sources"),
)
