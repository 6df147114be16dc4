"""What every part of the window is made with."""

from dataclasses import dataclass

from quantchat.advice.desk import AdviceDesk
from quantchat.gui.feed import Feed
from quantchat.gui.icons import Icons
from quantchat.gui.main_window import MainWindow
from quantchat.gui.theme import Theme
from quantchat.settings import Folders, SettingsFile


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Handed to the parts when the program begins.

    Attributes:
        window: what they are shown in.
        theme: what colours are taken from.
        icons: drawings on buttons.
        feed: carries what other threads find.
        desk: the advice.
        settings: the person's choices.
        places: where everything is kept.
    """

    window: MainWindow
    theme: Theme
    icons: Icons
    feed: Feed
    desk: AdviceDesk
    settings: SettingsFile
    places: Folders
