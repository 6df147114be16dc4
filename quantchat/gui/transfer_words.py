"""How far a download or a quantization is, in words."""

from PySide6.QtCore import QCoreApplication

from quantchat.core.sizes import file_size_text
from quantchat.gui.translations import QT_TRANSLATE_NOOP
from quantchat.gui.wordings import translated
from quantchat.library.downloads.values import DownloadState, DownloadStatus

_SECONDS_LEFT = QT_TRANSLATE_NOOP("transfer_words", "%n second(s) left", "", 1)
_MINUTES_LEFT = QT_TRANSLATE_NOOP("transfer_words", "%n minute(s) left", "", 1)
_HOURS_LEFT = QT_TRANSLATE_NOOP("transfer_words", "%n hour(s) left", "", 1)


def download_detail(status: DownloadStatus) -> str:
    """One or two short lines: amount, speed and time left, or what it waits for, and what else is to be known."""
    progress = _progress(status)
    return f"{progress.removesuffix('.')}. {translated(status.note)}" if status.note else progress


def time_left_text(seconds: float) -> str:
    """Time left as one would say it: "a few seconds left", "3 minutes left"."""
    if seconds < 10:
        return QCoreApplication.translate("transfer_words", "a few seconds left")
    if seconds < 90:
        return QCoreApplication.translate("transfer_words", _SECONDS_LEFT, "", round(seconds / 10) * 10)
    if seconds < 90 * 60:
        return QCoreApplication.translate("transfer_words", _MINUTES_LEFT, "", round(seconds / 60))
    if seconds < 48 * 3600:
        return QCoreApplication.translate("transfer_words", _HOURS_LEFT, "", round(seconds / 3600))
    return QCoreApplication.translate("transfer_words", "more than two days left")


def _progress(status: DownloadStatus) -> str:
    amount = _amount(status)
    match status.state:
        case DownloadState.WAITING:
            sentence = QCoreApplication.translate("transfer_words", "Waits for the download before it. {amount}")
        case DownloadState.RUNNING:
            left = time_left_text(status.seconds_left) if status.seconds_left is not None else ""
            return ", ".join(filter(None, (amount, _speed(status), left)))
        case DownloadState.RETRYING:
            return _retrying(status, amount)
        case DownloadState.CHECKING:
            sentence = QCoreApplication.translate("transfer_words", "Checking what has arrived: {amount}")
        case DownloadState.PAUSED if status.error:
            return f"{translated(status.error.text)} {amount}"
        case DownloadState.PAUSED:
            sentence = QCoreApplication.translate("transfer_words", "Paused at {amount}")
        case _:
            return amount
    return sentence.format(amount=amount)


def _retrying(status: DownloadStatus, amount: str) -> str:
    lost = QCoreApplication.translate("transfer_words", "The connection was lost.")
    why = translated(status.error.sentence) if status.error else lost
    sentence = QCoreApplication.translate("transfer_words", "{why} Tries again in {seconds} s. {amount}")
    return sentence.format(why=why, seconds=max(1, round(status.retry_seconds or 0)), amount=amount)


def _speed(status: DownloadStatus) -> str:
    if not status.bytes_per_second:
        return ""
    size = translated(file_size_text(round(status.bytes_per_second)))
    return QCoreApplication.translate("transfer_words", "{size}/s").format(size=size)


def _amount(status: DownloadStatus) -> str:
    received = translated(file_size_text(status.received_bytes))
    if not status.total_bytes:
        return received
    sentence = QCoreApplication.translate("transfer_words", "{received} of {total}")
    return sentence.format(received=received, total=translated(file_size_text(status.total_bytes)))
