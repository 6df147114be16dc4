"""What assistants are called in the window: those that come with the program in the person's language."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from quantchat.core.assistants import BUILT_IN, Assistant

_TOLD_NAMES = (
    QT_TRANSLATE_NOOP("assistant_names", "Plain"),
    QT_TRANSLATE_NOOP("assistant_names", "Writer"),
    QT_TRANSLATE_NOOP("assistant_names", "Coder"),
    QT_TRANSLATE_NOOP("assistant_names", "Translator"),
    QT_TRANSLATE_NOOP("assistant_names", "Tutor"),
)
"""The names in `BUILT_IN`, for the translators."""

_NAMES_AS_THEY_CAME = {assistant.id: assistant.name for assistant in BUILT_IN}


def shown_name(assistant: Assistant) -> str:
    """The name to show; one that the person gave stays as it is."""
    if _NAMES_AS_THEY_CAME.get(assistant.id) == assistant.name:
        return QCoreApplication.translate("assistant_names", assistant.name)
    return assistant.name
