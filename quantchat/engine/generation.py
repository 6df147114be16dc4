"""One answer: fit the conversation into the context, reuse what is evaluated, read the rest, write.

The loop does little for each token: draw, end?, text, compute. That costs the same at the last token of a long
answer as at the first.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from quantchat.core.chat import PromptMessage
from quantchat.core.prompt import answer_reserve_tokens, cut_into_turns, oldest_turns_to_drop
from quantchat.engine.answer import AnswerClock, AnswerStream
from quantchat.engine.evaluated import EvaluatedText, Segment
from quantchat.engine.model import ContextFull, DecodeAborted, Model
from quantchat.engine.protocol import Event, Finished, FinishReason, Generate, PromptProgress, TurnsDropped
from quantchat.engine.sampler import Sampler
from quantchat.engine.segments import cut_into_segments, reusable_beginning
from quantchat.engine.template import ChatTemplate
from quantchat.errors import ErrorKind, KnownError

TOKENS_PER_MESSAGE_OVERHEAD = 8
"""Allowance for what a template writes around a message when turns are counted before they are rendered."""

Emit = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class FittedPrompt:
    """The rendered conversation and how many of its oldest turns had to leave."""

    text: bytes
    dropped_turns: int


class Conversation:
    """The model, its template and the conversation in its KV cache, from answer to answer."""

    def __init__(self, model: Model, template: ChatTemplate, extra_stops: Sequence[str]) -> None:
        self._model = model
        self._template = template
        self._extra_stops = tuple(extra_stops)
        self._evaluated = EvaluatedText()
        self._dropped: tuple[tuple[PromptMessage, ...], ...] = ()

    def answer(self, request: Generate, emit: Emit) -> None:
        """Answer a request; the last event is `Finished`.

        Raises:
            KnownError: the prompt is empty or too long, its template fails, or llama.cpp does.
        """
        started = time.perf_counter()
        prompt = self._fit(request)
        if prompt.dropped_turns:
            emit(TurnsDropped(request.generation_id, prompt.dropped_turns))
        segments = self._new_segments(prompt.text)
        tokens = self._evaluated.tokens() + [token for segment in segments for token in segment.tokens]
        evaluated_tokens = len(tokens) - self._evaluated.token_count
        sampler = Sampler(request.sampling, self._model.vocabulary_size, tokens)
        prompt_tail = prompt.text[-256:].decode("utf-8", "replace")
        stream = AnswerStream(request.generation_id, prompt_tail, (*request.stop, *self._extra_stops), emit)
        clock = AnswerClock(started, len(tokens), evaluated_tokens)
        try:
            self._read(segments, request.generation_id, emit)
            clock.prompt_was_read()
            reason = write_tokens(
                self._model,
                sampler,
                stream,
                clock,
                max_tokens=request.max_tokens or self._model.context_length,
                on_evaluated=self._note_evaluated,
            )
        except DecodeAborted:
            reason = FinishReason.STOPPED
        except ContextFull:
            reason = FinishReason.CONTEXT_FULL
        finally:
            sampler.close()
            self._evaluated.truncate(self._model.evaluated_tokens)
        stream.finish()
        figures = clock.figures(
            stream,
            context_length=self._model.context_length,
            context_used=self._evaluated.token_count,
            seed=sampler.seed,
        )
        emit(Finished(request.generation_id, reason, figures))

    def forget(self) -> None:
        """Forget what is in the KV cache: somebody else is going to use it."""
        self._evaluated.truncate(0)

    def _fit(self, request: Generate) -> FittedPrompt:
        """Render the conversation, without its oldest turns where it would not fit.

        Turns that had to leave stay away as long as the conversation begins with them: the KV cache begins behind them.
        """
        if not request.messages:
            raise KnownError(ErrorKind.PROMPT_EMPTY, "There is nothing to answer yet.", "Write a message first.")
        limit = self._model.context_length
        reserve = answer_reserve_tokens(limit, request.max_tokens)
        turns = cut_into_turns(request.messages)
        dropped = len(self._dropped) if turns.turns[: len(self._dropped)] == self._dropped else 0
        dropped = min(dropped, max(0, len(turns.turns) - 1))
        text = self._rendered(turns.without_oldest(dropped))
        count = self._count(text)
        if count + reserve > limit:
            sizes = [self._turn_size(turn) for turn in turns.turns[dropped:]]
            dropped += oldest_turns_to_drop(sizes, max(0, count - sum(sizes)), limit, reserve)
            text = self._rendered(turns.without_oldest(dropped))
            count = self._count(text)
        while count + 1 > limit and dropped < len(turns.turns) - 1:
            dropped += 1
            text = self._rendered(turns.without_oldest(dropped))
            count = self._count(text)
        if count + 1 > limit:
            raise _prompt_too_long(count, limit)
        self._dropped = turns.turns[:dropped]
        return FittedPrompt(text, dropped)

    def _rendered(self, messages: Sequence[PromptMessage]) -> bytes:
        text = self._template.render(messages)
        bos = self._model.bos_text
        if bos and self._model.adds_bos:
            text = text.removeprefix(bos)  # the tokenizer puts it there; twice would hurt the answer
        return text.encode("utf-8", "replace")

    def _count(self, text: bytes) -> int:
        return len(self._model.tokenize(text, at_start=True))

    def _turn_size(self, turn: Sequence[PromptMessage]) -> int:
        return sum(
            len(self._model.tokenize(message.content.encode("utf-8", "replace"), at_start=False))
            + TOKENS_PER_MESSAGE_OVERHEAD
            for message in turn
        )

    def _new_segments(self, text: bytes) -> list[Segment]:
        """Roll the KV cache back to what `text` shares with it; return what is still to be read."""
        match = reusable_beginning(self._evaluated, text, self._model)
        kept = self._evaluated.truncate(match.tokens)
        if self._model.keep_only(kept) != kept:
            kept = self._evaluated.truncate(0)
            self._model.keep_only(0)
        return cut_into_segments(text[match.text_bytes if kept else 0 :], self._model, at_start=not kept)

    def _note_evaluated(self, token: int, piece: bytes) -> None:
        self._evaluated.append(Segment(piece, (token,), ends_at_control=False, is_drawn=True))

    def _read(self, segments: Sequence[Segment], generation_id: int, emit: Emit) -> None:
        """Evaluate the new part of the prompt."""
        tokens = [token for segment in segments for token in segment.tokens]
        self._evaluated.extend(segments)
        for start in range(0, len(tokens), self._model.batch):
            if self._model.abort.is_set:
                raise DecodeAborted
            self._model.decode(tokens[start : start + self._model.batch])
            done = min(start + self._model.batch, len(tokens))
            emit(PromptProgress(generation_id, done, len(tokens)))


def write_tokens(
    model: Model,
    sampler: Sampler,
    stream: AnswerStream,
    clock: AnswerClock,
    *,
    max_tokens: int,
    ends: bool = True,
    on_evaluated: Callable[[int, bytes], None],
) -> FinishReason:
    """Draw tokens until the answer ends.

    Args:
        model: the model, whose logits of the prompt's last token are ready.
        sampler: draws the tokens.
        stream: gets the text.
        clock: is told of every token.
        max_tokens: most tokens to draw.
        ends: whether an end-of-generation token ends the answer.
        on_evaluated: called with each token and its text once the KV cache holds it.
    """
    context_used = model.evaluated_tokens
    while True:
        token = sampler.sample(model.context)
        clock.token_was_drawn()
        if ends and model.is_end_of_generation(token):
            return FinishReason.END
        piece = model.piece(token)
        stream.add(piece, is_hidden=model.is_hidden(token), context_used=context_used + 1)
        if stream.is_stopped:
            return FinishReason.STOP_STRING
        if stream.token_count >= max_tokens:
            return FinishReason.LENGTH
        if context_used >= model.context_length:
            return FinishReason.CONTEXT_FULL
        if model.abort.is_set:
            return FinishReason.STOPPED
        model.decode_one(token)
        context_used += 1
        on_evaluated(token, piece)


def _prompt_too_long(tokens: int, context_length: int) -> KnownError:
    return KnownError(
        ErrorKind.PROMPT_TOO_LONG,
        f"This message is too long: with it the prompt has {tokens:,} tokens and the context holds {context_length:,}.",
        "Shorten the message or load the model with a longer context.",
    )
