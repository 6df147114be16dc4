"""Looks a repository up at the hub, on a thread of its own, and makes a card of what it offers."""

import sys
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from quantchat.advice.shelf_values import ModelCard, ShelfGroup
from quantchat.core.model_facts import model_facts
from quantchat.errors import ErrorKind, KnownError
from quantchat.gui.feed import Fact, Feed, HubAnswered
from quantchat.gui.wordings import translated
from quantchat.library.hub.addresses import parse_pasted
from quantchat.library.hub.token import AccessToken
from quantchat.wording import verbatim

_CLOSE_SECONDS = 2.0


class HubController(QObject):
    """One question at a time; a newer one makes the answer to the earlier one void.

    Signals:
        repository_listed: the repository as a card of the picker (`ModelCard`).
        failed: why there is none (`KnownError`).
    """

    repository_listed = Signal(ModelCard)
    failed = Signal(KnownError)

    def __init__(self, feed: Feed, token: Callable[[], AccessToken | None]) -> None:
        super().__init__()
        self._feed = feed
        self._token = token
        self._question = 0
        self._given_up = threading.Event()
        self._thread: threading.Thread | None = None
        feed.fact_arrived.connect(self._on_fact_arrived)

    @Slot(str)
    def look_up(self, pasted: str) -> None:
        """Ask for the models of a repository; only this and a download ever go on the network."""
        self.cancel()
        self._question += 1
        question, given_up = self._question, threading.Event()
        self._given_up = given_up
        self._thread = threading.Thread(
            target=lambda: self._feed.push(HubAnswered(question, self._answer(pasted, given_up))),
            name="hub-lookup",
            daemon=True,
        )
        self._thread.start()

    @Slot()
    def cancel(self) -> None:
        """Let no answer follow."""
        self._question += 1
        self._given_up.set()

    def close(self) -> None:
        """Give up what is under way; a name that is being looked up is left to the process."""
        self.cancel()
        if self._thread is not None:
            self._thread.join(_CLOSE_SECONDS)

    def _answer(self, pasted: str, given_up: threading.Event) -> ModelCard | KnownError:
        """On the thread: the card, or why there is none."""
        try:
            return self._card(pasted, given_up)
        except KnownError as error:
            return error
        except Exception:  # noqa: BLE001  # it goes to the log like any bug, and nobody waits for an answer in vain
            threading.excepthook(threading.ExceptHookArgs((*sys.exc_info(), threading.current_thread())))
            return KnownError(
                ErrorKind.OTHER,
                verbatim(self.tr("The repository could not be looked at because of an error in QuantChat itself.")),
                verbatim(self.tr("What happened is in the log. Try another repository.")),
            )

    def _card(self, pasted: str, given_up: threading.Event) -> ModelCard:
        # The HTTP client comes in only when somebody wants to go on the network.
        from quantchat.library.hub.candidates import candidate, candidates
        from quantchat.library.hub.http import open_client
        from quantchat.library.hub.listing import list_repository

        address = parse_pasted(pasted)
        token = self._token()
        with open_client() as client:
            listing = list_repository(client, address.repository, token, address.revision, given_up.is_set)
            found = list(candidates(client, listing, token, given_up.is_set))
        if not found:
            raise KnownError(
                ErrorKind.NOT_FOUND,
                verbatim(
                    self.tr("{repository} holds no GGUF file of a type that QuantChat could advise on.").format(
                        repository=address.repository
                    )
                ),
                verbatim(self.tr("Look for a repository whose name ends in “-GGUF”.")),
            )
        file, header = found[0]
        facts = model_facts(header, file.display_name)
        notes = "; ".join(
            filter(
                None,
                (
                    self.tr("licence {licence}").format(licence=listing.licence) if listing.licence else "",
                    *map(translated, listing.notes),
                ),
            )
        )
        return ModelCard(
            key=f"hub:{listing.repository}",
            name=facts.display_name or listing.repository,
            group=ShelfGroup.MORE,
            parameters=facts.parameters,
            active_parameters=facts.parameters,
            strengths=f"{listing.repository}{f' ({notes})' if notes else ''}",
            quantizations=tuple(each.quantization for each, _ in found),
            listing=listing,
            offers=tuple(candidate(each, its_header) for each, its_header in found),
        )

    @Slot(object)
    def _on_fact_arrived(self, fact: Fact) -> None:
        if not isinstance(fact, HubAnswered) or fact.question != self._question:
            return
        if isinstance(fact.result, ModelCard):
            self.repository_listed.emit(fact.result)
        else:
            self.failed.emit(fact.result)
