"""The model menu shows how the model stands and lets one choose another by pointer, arrows and letters."""

from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from quantchat.gui.icons import Icons
from quantchat.gui.model_choices import ChoiceRole, ModelChoices
from quantchat.gui.model_menu import ModelMenu
from quantchat.gui.model_popover import MAX_HEIGHT, ModelPopover
from quantchat.gui.theme import Theme
from quantchat.gui.top_bar import TopBar
from quantchat.library.models import LocalModel, ModelSource
from tests.gui.visible_text import button_named, visible_texts


def local_model(
    name: str, quantization: str, size_bytes: int, source: ModelSource = ModelSource.FOLDER, problem: str = ""
) -> LocalModel:
    path = Path("models") / f"{name}-{quantization}.gguf"
    return LocalModel(path, name, quantization, size_bytes, 135_000_000, 8192, source, problem)


STARTER = local_model("SmolLM2 135M Instruct", "Q4_1", 98_000_000, ModelSource.STARTER)
GEMMA = local_model("Gemma 3 270M", "Q4_K_M", 253_000_000)
BROKEN = local_model("Half a model", "", 12_000_000, problem="The file ends too early. Download it again.")
LLAMA = local_model("Llama 3.1 8B Instruct", "Q5_1", 6_100_000_000)


@pytest.fixture
def top_bar(qtbot: QtBot, theme: Theme, icons: Icons) -> TopBar:
    top_bar = TopBar(theme, icons)
    qtbot.addWidget(top_bar)
    top_bar.resize(900, top_bar.height())
    top_bar.model_menu.set_models((STARTER, GEMMA, BROKEN, LLAMA))
    top_bar.model_menu.set_current(STARTER)
    with qtbot.waitExposed(top_bar):
        top_bar.show()
    return top_bar


@pytest.fixture
def menu(top_bar: TopBar) -> ModelMenu:
    return top_bar.model_menu


def open_popover(menu: ModelMenu) -> ModelPopover:
    QTest.mouseClick(menu.button, Qt.MouseButton.LeftButton)
    assert menu.popover.isVisible()
    return menu.popover


def highlighted(menu: ModelMenu) -> str:
    return str(menu.popover.choice_list.currentIndex().data())


def row_of(menu: ModelMenu, text: str) -> QModelIndex:
    model = menu.popover.choice_list.model()
    return next(index for row in range(model.rowCount()) if (index := model.index(row, 0)).data() == text)


def place_of(menu: ModelMenu, text: str) -> QPoint:
    return menu.popover.choice_list.visualRect(row_of(menu, text)).center()


def details(menu: ModelMenu) -> list[str]:
    model = menu.popover.choice_list.model()
    choices = [model.index(row, 0).data(ChoiceRole.CHOICE) for row in range(model.rowCount())]
    return [choice.detail for choice in choices if choice.model is not None]


def test_the_button_tells_name_quantization_and_state(menu: ModelMenu) -> None:
    menu.set_status("Ready")

    assert menu.button.accessibleName() == "Model: SmolLM2 135M Instruct, Q4_1, Ready"


def test_without_a_model_the_button_asks_to_choose_one(menu: ModelMenu) -> None:
    menu.set_current(None)

    assert menu.button.accessibleName() == "Choose a model"


def test_while_loading_the_share_is_told_and_it_can_be_cancelled(qtbot: QtBot, menu: ModelMenu) -> None:
    menu.set_status("Not loaded")
    assert "Cancel loading" not in visible_texts(menu)

    menu.set_loading(0.4)
    assert menu.button.accessibleName().endswith("Loading 40 %")
    with qtbot.waitSignal(menu.load_cancelled):
        QTest.mouseClick(button_named(menu, "Cancel loading"), Qt.MouseButton.LeftButton)
    menu.set_loading(None)

    assert menu.button.accessibleName().endswith("Not loaded")
    assert "Cancel loading" not in visible_texts(menu)


def test_the_lower_edge_of_the_top_bar_fills_while_loading(top_bar: TopBar, theme: Theme) -> None:
    accent = theme.colours.accent.lower()

    def filled_width() -> int:
        picture = top_bar.grab().toImage()
        return sum(picture.pixelColor(x, picture.height() - 1).name() == accent for x in range(picture.width()))

    assert filled_width() == 0
    top_bar.model_menu.set_loading(0.5)
    assert abs(filled_width() - top_bar.width() / 2) <= 1
    top_bar.model_menu.set_loading(None)
    assert filled_width() == 0


def test_the_list_tells_size_origin_and_problem(menu: ModelMenu) -> None:
    assert details(menu) == [
        "98 MB · comes with QuantChat",
        "253 MB",
        "The file ends too early. Download it again.",
        "6.1 GB",
    ]


def test_the_popover_opens_on_the_model_in_use(menu: ModelMenu) -> None:
    menu.set_current(GEMMA)
    open_popover(menu)

    assert highlighted(menu) == "Gemma 3 270M"


def test_arrows_pass_over_what_cannot_be_used_and_enter_chooses(qtbot: QtBot, menu: ModelMenu) -> None:
    popover = open_popover(menu)
    walked = []
    for _ in range(4):
        QTest.keyClick(popover.choice_list, Qt.Key.Key_Down)
        walked.append(highlighted(menu))
    assert walked == ["Gemma 3 270M", "Llama 3.1 8B Instruct", "Add a model file…", "Open models folder"]

    QTest.keyClick(popover.choice_list, Qt.Key.Key_Up)
    QTest.keyClick(popover.choice_list, Qt.Key.Key_Up)
    with qtbot.waitSignal(menu.model_chosen) as chosen:
        QTest.keyClick(popover.choice_list, Qt.Key.Key_Return)

    assert chosen.args == [LLAMA.path]
    assert not popover.isVisible()


def test_letters_jump_to_a_model(menu: ModelMenu) -> None:
    popover = open_popover(menu)
    QTest.keyClicks(popover.choice_list, "lla")

    assert highlighted(menu) == "Llama 3.1 8B Instruct"


def test_esc_closes_and_chooses_nothing(qtbot: QtBot, menu: ModelMenu) -> None:
    popover = open_popover(menu)
    with qtbot.assertNotEmitted(menu.model_chosen):
        QTest.keyClick(popover.choice_list, Qt.Key.Key_Escape)

    assert not popover.isVisible()


def test_a_click_chooses_a_model(qtbot: QtBot, menu: ModelMenu) -> None:
    popover = open_popover(menu)
    with qtbot.waitSignal(menu.model_chosen) as chosen:
        QTest.mouseClick(popover.choice_list.viewport(), Qt.MouseButton.LeftButton, pos=place_of(menu, "Gemma 3 270M"))

    assert chosen.args == [GEMMA.path]


@pytest.mark.parametrize("text", ["Half a model", "On this computer"])
def test_a_click_on_what_cannot_be_used_leaves_the_list_open(qtbot: QtBot, menu: ModelMenu, text: str) -> None:
    popover = open_popover(menu)
    with qtbot.assertNotEmitted(menu.model_chosen):
        QTest.mouseClick(popover.choice_list.viewport(), Qt.MouseButton.LeftButton, pos=place_of(menu, text))

    assert popover.isVisible()


@pytest.mark.parametrize(
    ("text", "signal"),
    [("Add a model file…", "add_file_requested"), ("Open models folder", "open_folder_requested")],
)
def test_the_last_rows_ask_for_more_models(qtbot: QtBot, menu: ModelMenu, text: str, signal: str) -> None:
    popover = open_popover(menu)
    with qtbot.waitSignal(getattr(menu, signal)):
        QTest.mouseClick(popover.choice_list.viewport(), Qt.MouseButton.LeftButton, pos=place_of(menu, text))

    assert not popover.isVisible()


def test_without_models_the_list_says_so_and_offers_to_add_one(menu: ModelMenu) -> None:
    menu.set_models(())
    menu.set_current(None)
    open_popover(menu)

    assert row_of(menu, "No model yet").isValid()
    assert highlighted(menu) == "Add a model file…"


def test_a_scan_that_ends_while_the_list_is_open_keeps_the_keyboard_usable(qtbot: QtBot, menu: ModelMenu) -> None:
    popover = open_popover(menu)
    menu.set_models((STARTER, LLAMA))

    QTest.keyClick(popover.choice_list, Qt.Key.Key_Down)
    with qtbot.waitSignal(menu.model_chosen) as chosen:
        QTest.keyClick(popover.choice_list, Qt.Key.Key_Return)

    assert chosen.args == [LLAMA.path]


def test_many_models_scroll_instead_of_leaving_the_screen(menu: ModelMenu) -> None:
    menu.set_models(tuple(local_model(f"Model {number}", "Q8_0", 10**9) for number in range(40)))
    popover = open_popover(menu)

    assert popover.height() == MAX_HEIGHT
    assert popover.choice_list.verticalScrollBar().maximum() > 0


def test_a_long_name_is_cut_in_the_button_and_whole_in_its_tooltip(
    qtbot: QtBot, top_bar: TopBar, menu: ModelMenu
) -> None:
    name = "A model <b>whose</b> name is as long as the names that communities give to their merges v2"
    menu.set_current(local_model(name, "Q5_K_M", 10**9))
    menu.set_status("Ready")
    top_bar.resize(420, top_bar.height())

    assert menu.button.geometry().right() <= top_bar.width()
    assert "&lt;b&gt;whose&lt;/b&gt;" in menu.button.toolTip()
    menu.set_current(GEMMA)
    qtbot.waitUntil(lambda: menu.button.toolTip() == "")


def test_the_choices_are_a_sound_item_model(qtbot: QtBot) -> None:
    choices = ModelChoices()
    QAbstractItemModelTester(choices, QAbstractItemModelTester.FailureReportingMode.Warning, choices)
    choices.set_models((STARTER, BROKEN))
    choices.set_current(STARTER.path)

    assert choices.current_index().data(Qt.ItemDataRole.AccessibleTextRole) == (
        "SmolLM2 135M Instruct, Q4_1, In use, 98 MB · comes with QuantChat"
    )
