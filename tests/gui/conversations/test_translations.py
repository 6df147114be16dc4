"""Nothing that a person can read in the sidebar or the trash is left out of the translations."""

import pytest

from tests.gui.conversations.conftest import Desk
from tests.gui.pseudo_language import unmarked_texts


@pytest.mark.usefixtures("pseudo")
def test_every_string_goes_through_the_translations(desk: Desk) -> None:
    work = desk.store.folders.create("Verzeichnis")
    boats = desk.add("Boote", "Was ist ein Boot?", folder_id=work.id)
    ships = desk.add("Schiffe")
    desk.store.drafts.keep(ships, "x")
    desk.controller.delete(desk.add("Fort"))
    desk.notice_bar.remove_notice("")
    desk.controller.refresh()
    desk.sidebar.set_answering(boats)
    desk.sidebar.search_field.setText("Boot")
    desk.controller.list_trash()
    data = ("Verzeichnis", "Boote", "Was ist ein Boot?", "Schiffe", "Fort")

    assert unmarked_texts(desk.sidebar, data) == []
    assert unmarked_texts(desk.trash, data) == []
    for row in range(desk.chats.model().rowCount()):
        if desk.chats.model().index(row, 0).flags().value:
            menu = desk.chats.menu_for(desk.chats.model().index(row, 0))
            assert unmarked_texts(menu, data) == []
            menu.deleteLater()
    menu = desk.sidebar.menu()
    assert unmarked_texts(menu) == []
    menu.deleteLater()
