"""What levers and tabs ask for, joined to the edits of the document that do it."""

from __future__ import annotations

from typing import Any

from gui.document import Document
from gui.site_commands import SiteCommands


def join_levers(levers: Any, document: Document, places: SiteCommands) -> None:
    """Let the lever panel edit ``document``; after some commands the window goes where they led."""
    levers.edited.connect(document.edit)
    levers.released.connect(document.end_step)
    levers.shipment_add.connect(places.add_shipment)
    levers.shipment_duplicate.connect(document.duplicate_shipment)
    levers.shipment_remove.connect(document.remove_shipment)
    levers.shipment_move.connect(document.move_shipment)
    levers.shipment_redirect.connect(document.redirect_shipment)
    levers.redirection_remove.connect(document.remove_redirection)
    levers.site_add.connect(places.add)
    levers.site_duplicate.connect(places.duplicate)
    levers.site_remove.connect(places.remove)
    levers.supply_add.connect(places.add_power)
    levers.supply_remove.connect(document.remove_supply)


def join_tab(name: str, panel: Any, document: Document, places: SiteCommands) -> None:
    """Let the tab ``name``, which has just been built, edit ``document`` if it can."""
    if name == "moves":
        panel.add_site.connect(places.add)
    if name == "build":
        panel.edited.connect(document.edit)
        panel.ended.connect(document.end_step)
        panel.add_task.connect(document.add_task)
        panel.remove_task.connect(document.remove_task)
        panel.reset_task.connect(document.reset_task)
        panel.put_back_task.connect(document.put_back_task)
        panel.reset_tasks.connect(document.reset_tasks)
