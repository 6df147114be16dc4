"""A program of its own that downloads, to be killed, or to be run on a disk that is full.

Arguments: the models folder, then "NAME SIZE SHA256" of the file. It prints each status as "STATE BYTES SENTENCE", and
ends when the download rests.
"""

import resource
import sys
import threading
from pathlib import Path

from quantchat.library.downloads.download_queue import Downloads
from quantchat.library.downloads.values import DownloadStatus, FileRequest
from quantchat.library.hub.addresses import RepositoryFile
from tests.library.downloads.published_models import QUICK, REPOSITORY, quick_client, request_for
from tests.library.downloads.watcher import AT_REST


def main(folder: Path, name: str, size: str, sha256: str, limit: str = "") -> None:
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    rests = threading.Event()

    def tell(status: DownloadStatus) -> None:
        print(status.state, status.received_bytes, status.error.sentence if status.error else "", flush=True)
        if status.state in AT_REST:
            rests.set()

    downloads = Downloads(folder, tell, lambda: None, open_client=quick_client, patience=QUICK, free_bytes=_plenty)
    file = FileRequest(RepositoryFile(REPOSITORY, name), name, int(size), sha256)
    downloads.begin(request_for(folder, file))
    rests.wait(60)
    downloads.close()


def _plenty(_folder: Path) -> int:
    return 2**50


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
