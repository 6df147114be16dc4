"""How far a download or a quantization is, in words."""

from quantchat.core.sizes import file_size_text
from quantchat.library.downloads.values import DownloadState, DownloadStatus


def download_detail(status: DownloadStatus) -> str:
    """One or two short lines: amount, speed and time left, or what it waits for, and what else is to be known."""
    progress = _progress(status)
    return f"{progress.removesuffix('.')}. {status.note}" if status.note else progress


def time_left_text(seconds: float) -> str:
    """Time left as one would say it: "a few seconds left", "3 minutes left"."""
    if seconds < 10:
        return "a few seconds left"
    if seconds < 90:
        return f"{round(seconds / 10) * 10} seconds left"
    if seconds < 90 * 60:
        return f"{round(seconds / 60)} minutes left"
    if seconds < 48 * 3600:
        return f"{round(seconds / 3600)} hours left"
    return "more than two days left"


def _progress(status: DownloadStatus) -> str:
    amount = _amount(status)
    match status.state:
        case DownloadState.WAITING:
            return f"Waits for the download before it. {amount}"
        case DownloadState.RUNNING:
            speed = f"{file_size_text(round(status.bytes_per_second))}/s" if status.bytes_per_second else ""
            left = time_left_text(status.seconds_left) if status.seconds_left is not None else ""
            return ", ".join(filter(None, (amount, speed, left)))
        case DownloadState.RETRYING:
            why = status.error.sentence if status.error else "The connection was lost."
            return f"{why} Tries again in {max(1, round(status.retry_seconds or 0))} s. {amount}"
        case DownloadState.CHECKING:
            return f"Checking what has arrived: {amount}"
        case DownloadState.PAUSED:
            return f"{status.error.text} {amount}" if status.error else f"Paused at {amount}"
        case _:
            return amount


def _amount(status: DownloadStatus) -> str:
    received = file_size_text(status.received_bytes)
    return f"{received} of {file_size_text(status.total_bytes)}" if status.total_bytes else received
