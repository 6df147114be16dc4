"""Lets the person export and import chats: asks for a file, tells how far it is and what came of it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QStandardPaths, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from quantchat.core.conversation_export import ExportFormat, file_name
from quantchat.core.conversation_markdown import UNTITLED, conversations_to_markdown
from quantchat.core.conversation_record import ConversationRecord
from quantchat.core.plain_text import plain_text
from quantchat.errors import ErrorKind, KnownError
from quantchat.gui.exchange.controller import (
    ExchangeController,
    ExchangeProgress,
    Exported,
    ExportOrder,
    ImportOrder,
)
from quantchat.gui.exchange.file_choice import ChooseFile, ChosenFile, FileKind, FileQuestion, ask_in_dialog
from quantchat.gui.exchange.import_report import ImportReportDialog
from quantchat.gui.file_manager import open_folder
from quantchat.gui.icons import Icons
from quantchat.gui.notice_bar import NoticeBar
from quantchat.gui.notices import Notice, Severity
from quantchat.gui.theme import Theme
from quantchat.gui.wordings import number_text, translated
from quantchat.store.archive import ConversationArchive
from quantchat.store.exchange import ImportReport
from quantchat.wording import verbatim

PROGRESS = "exchange-progress"
EXPORTED = "exchange-exported"
IMPORTED = "exchange-imported"
FAILED = "exchange-failed"
COPIED = "exchange-copied"

USUAL_FORMAT = ExportFormat.MARKDOWN
"""The one that is set when the question is put."""

FindArchive = Callable[[int], ConversationArchive]
"""The archive that holds a conversation: that of the store, or that of the temporary chats."""


class ExchangePresenter(QObject):
    """Connects the controller with dialogs and notices.

    Signals:
        imported: these conversations are new in the store (identifiers, in the file's order); never empty.
        open_requested: the person wants to see what was imported (identifier of a conversation).
    """

    imported = Signal(tuple)
    open_requested = Signal(int)

    def __init__(
        self,
        window: QWidget,
        theme: Theme,
        icons: Icons,
        notice_bar: NoticeBar,
        controller: ExchangeController,
        archive: ConversationArchive,
        find_archive: FindArchive | None = None,
        choose_file: ChooseFile | None = None,
    ) -> None:
        """Make nothing yet but connections.

        Args:
            window: what dialogs stand before; it owns this object.
            theme: what colours are taken from.
            icons: drawings on buttons.
            notice_bar: where it is told what came of it.
            controller: does the work.
            archive: what everything means, and where imported chats go.
            find_archive: where one conversation is; the same archive for all if not given.
            choose_file: asks for a file; in the system's dialog if not given.
        """
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._icons = icons
        self._notice_bar = notice_bar
        self._controller = controller
        self._archive = archive
        self._find_archive: FindArchive = find_archive or (lambda _conversation_id: archive)
        self._choose_file = choose_file or ask_in_dialog(window)
        self._is_asking = False
        self._tells_progress = True
        self._written: Path | None = None
        self._folder: Path | None = None
        self._report: ImportReportDialog | None = None
        self._imported_id: int | None = None
        controller.exported.connect(self._on_exported)
        controller.imported.connect(self._on_imported)
        controller.progressed.connect(self._on_progressed)
        controller.failed.connect(self._on_failed)
        controller.given_up.connect(self._on_given_up)
        notice_bar.action_taken.connect(self._on_action_taken)
        notice_bar.dismissed.connect(self._on_dismissed)

    @property
    def report(self) -> ImportReportDialog | None:
        """What was left out of the last import, if anything was."""
        return self._report

    @Slot(tuple)
    def export(self, conversation_ids: tuple[int, ...] | None = None) -> None:
        """Write conversations into a file that the person chooses; None or nothing means all of them."""
        if self._refuses():
            return
        ids = conversation_ids or None
        archive = self._find_archive(ids[0]) if ids else self._archive
        try:
            title = self._title_of(archive, ids)
        except KnownError as error:
            self._on_failed(error)
            return
        chosen = self._asked(self._export_question(title))
        if chosen is not None:
            path, export_format = _target(chosen)
            self._controller.export(ExportOrder(archive, ids, path, export_format, title))

    @Slot()
    def import_chats(self) -> None:
        """Add the conversations of a file that the person chooses."""
        if self._refuses():
            return
        chosen = self._asked(
            FileQuestion(
                self.tr("Import chats"),
                self._place,
                (
                    FileKind(self.tr("Chats from QuantChat, ChatGPT or LM Studio"), ("json", "zip")),
                    FileKind(self.tr("All files"), ("*",)),
                ),
                is_new=False,
            )
        )
        if chosen is not None:
            self._controller.import_file(ImportOrder(self._archive, chosen.path))

    @Slot(int)
    def copy_as_markdown(self, conversation_id: int) -> None:
        """Put what is shown of a conversation on the clipboard, as Markdown."""
        try:
            record = _read(self._find_archive(conversation_id), conversation_id)
        except KnownError as error:
            self._on_failed(error)
            return
        QGuiApplication.clipboard().setText("".join(conversations_to_markdown([record])))
        self._show(Notice(COPIED, self.tr("Copied"), expires=True))

    @property
    def _place(self) -> Path:
        """The folder that was used last, else that of the person's documents."""
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return self._folder or Path(documents)

    def _refuses(self) -> bool:
        """Whether something is under way, which is then told."""
        if self._controller.is_busy:
            self._tells_progress = True
            self._on_progressed(self._controller.progress)
        return self._is_asking or self._controller.is_busy

    def _asked(self, question: FileQuestion) -> ChosenFile | None:
        self._is_asking = True
        try:
            chosen = self._choose_file(question)
        finally:
            self._is_asking = False
        if chosen is not None:
            self._tells_progress = True
            self._folder = chosen.path.parent
            for notice_id in (EXPORTED, IMPORTED, FAILED):
                self._notice_bar.remove_notice(notice_id)
        return chosen

    def _title_of(self, archive: ConversationArchive, ids: tuple[int, ...] | None) -> str:
        """What is exported, in words.

        Raises:
            KnownError: there is nothing, or it cannot be read.
        """
        if ids is not None and len(ids) == 1:
            return plain_text(_read(archive, ids[0]).title) or UNTITLED
        if ids is None and not archive.ids():
            raise KnownError(ErrorKind.NOT_FOUND, verbatim(self.tr("There are no chats to export yet.")))
        today = datetime.now().astimezone().strftime("%Y-%m-%d")
        return self.tr("QuantChat chats {date}").format(date=today)

    def _export_question(self, title: str) -> FileQuestion:
        kinds = (
            FileKind(self.tr("Markdown, to read and to print"), (USUAL_FORMAT,)),
            FileKind(self.tr("JSON, everything, to import again"), (ExportFormat.JSON,)),
            FileKind(self.tr("HTML, a page for the browser"), (ExportFormat.HTML,)),
        )
        suggested = self._place / file_name(title, USUAL_FORMAT)
        return FileQuestion(self.tr("Export chats"), suggested, kinds, is_new=True)

    @Slot(ExchangeProgress)
    def _on_progressed(self, progress: ExchangeProgress) -> None:
        if not self._tells_progress:
            return
        if not progress.total:
            text = self.tr("Reading the file…") if progress.is_import else self.tr("Exporting chats…")
        else:
            told = (
                self.tr("Importing chats: {done} of {total}…")
                if progress.is_import
                else self.tr("Exporting chats: {done} of {total}…")
            )
            text = told.format(done=number_text(progress.done), total=number_text(progress.total))
        self._show(Notice(PROGRESS, text, action=self.tr("Cancel")))

    @Slot(Exported)
    def _on_exported(self, exported: Exported) -> None:
        self._notice_bar.remove_notice(PROGRESS)
        self._written = exported.path
        text = (
            self.tr("One chat was exported to “{file}”.")
            if exported.count == 1
            else self.tr("%Ln chats were exported to “{file}”.", "", exported.count)
        )
        name = plain_text(exported.path.name)
        self._show(Notice(EXPORTED, text.format(file=name), action=self.tr("Show in folder")))

    @Slot(ImportReport)
    def _on_imported(self, report: ImportReport) -> None:
        self._notice_bar.remove_notice(PROGRESS)
        # It may end while something is typed, so that nothing is opened before the person says so.
        self._imported_id = next(iter(report.conversation_ids), None)
        can_open = self._imported_id is not None
        action = self.tr("Open") if can_open else ""
        self._show(Notice(IMPORTED, self._notice_words(report), action=action, expires=can_open))
        if report.conversation_ids:
            self.imported.emit(report.conversation_ids)
        if report.skipped or report.parts_left_out:
            self._show_report(report)

    def _notice_words(self, report: ImportReport) -> str:
        """What was imported; where nothing was, with the reason, which the list that opens can be closed over."""
        if report.conversation_ids:
            return self._imported_words(report)
        reasons = {chat.reason for chat in report.skipped}
        if len(reasons) > 1:
            words = self.tr("No chat was imported from {program}. The list says why.")
            return words.format(program=report.source)
        reason = translated(next(iter(reasons))) if reasons else self.tr("The file holds none.")
        words = self.tr("No chat was imported from {program}, for this reason: {reason}")
        return words.format(program=report.source, reason=reason)

    def _imported_words(self, report: ImportReport) -> str:
        number = len(report.conversation_ids)
        if not number:
            return self.tr("No chat was imported from {program}.").format(program=report.source)
        chats = self.tr("One chat") if number == 1 else self.tr("%Ln chats", "", number)
        messages = self.tr("one message") if report.messages == 1 else self.tr("%Ln messages", "", report.messages)
        return self.tr("Imported from {program}: {chats} with {messages}.").format(
            program=report.source, chats=chats, messages=messages
        )

    def _show_report(self, report: ImportReport) -> None:
        if self._report is not None:
            self._report.close()
            self._report.deleteLater()
        self._report = ImportReportDialog(self._theme, self._icons, self._window)
        self._report.show_report(report, self._imported_words(report))
        self._report.open_anew()

    @Slot(KnownError)
    def _on_failed(self, error: KnownError) -> None:
        self._notice_bar.remove_notice(PROGRESS)
        self._show(Notice(FAILED, error.text, Severity.ERROR))

    @Slot()
    def _on_given_up(self) -> None:
        self._notice_bar.remove_notice(PROGRESS)
        self._show(Notice(COPIED, self.tr("Cancelled. Nothing was changed."), expires=True))

    @Slot(str)
    def _on_action_taken(self, notice_id: str) -> None:
        if notice_id == PROGRESS:
            self._controller.give_up()
        elif notice_id == IMPORTED and self._imported_id is not None:
            self.open_requested.emit(self._imported_id)
        elif notice_id == EXPORTED and self._written is not None:
            try:
                open_folder(self._written.parent)
            except KnownError as error:
                self._on_failed(error)

    @Slot(str)
    def _on_dismissed(self, notice_id: str) -> None:
        if notice_id == PROGRESS:
            self._tells_progress = False

    def _show(self, notice: Notice) -> None:
        self._notice_bar.show_notice(notice)


def _read(archive: ConversationArchive, conversation_id: int) -> ConversationRecord:
    try:
        return archive.read(conversation_id)
    except LookupError as error:
        raise KnownError(
            ErrorKind.NOT_FOUND, verbatim(QCoreApplication.translate("exchange", "The chat is no longer there."))
        ) from error


def _target(chosen: ChosenFile) -> tuple[Path, ExportFormat]:
    """The file and its format: what the name ends with decides, unless another kind was set than the usual one.

    Where the name has to change for that, nobody was asked whether a file of the new name may be replaced, and none is.
    """
    kind = ExportFormat(chosen.kind.suffixes[0])
    path = chosen.path
    suffix = path.suffix.casefold().removeprefix(".")
    named = ExportFormat(suffix) if suffix in list(ExportFormat) else None
    if named is not None and (named is kind or kind is USUAL_FORMAT):
        return path, named
    return _free_path(path.with_name(path.name if named is None else path.stem), kind), kind


def _free_path(path: Path, export_format: ExportFormat) -> Path:
    numbers = ("", *(f" ({number})" for number in range(2, 1000)))
    targets = (path.with_name(f"{path.name}{number}.{export_format}") for number in numbers)
    return next(target for target in targets if not target.exists())
