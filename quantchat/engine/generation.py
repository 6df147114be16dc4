"""One answer: fit the conversation into the context, reuse what is evaluated, read the rest, write.

The loop does little for each token: draw, end?, text, compute. That costs the same at the last token of a long
answer as at the first.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from quantchat.core.chat import PromptMessage, Role
from quantchat.core.prompt import Turns, answer_reserve_tokens, cut_into_turns, oldest_turns_to_drop
from quantchat.core.sampling_ranges import check_sampling, constraint
from quantchat.engine.answer import AnswerClock, AnswerStream
from quantchat.engine.begun_answer import WrittenAnswer, begun_text
from quantchat.engine.constraint import Constraint
from quantchat.engine.evaluated import EvaluatedText, Segment
from quantchat.engine.model import ContextFull, DecodeAborted, Model
from quantchat.engine.protocol import Event, Finished, FinishReason, Generate, PromptProgress, TurnsDropped
from quantchat.engine.sampler import Sampler
from quantchat.engine.segments import cut_into_segments, reusable_beginning
from quantchat.engine.template import ChatTemplate
from quantchat.errors import ErrorKind, KnownError
from quantchat.wording import worded

TOKENS_PER_MESSAGE_OVERHEAD = 8
"""Allowance for what a template writes around a message when turns are counted before they are rendered."""

Emit = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class FittedPrompt:
    """The rendered conversation, the answer that is to go on, and how many of the oldest turns had to leave."""

    text: bytes
    begun: bytes
    dropped_turns: int


class Conversation:
    """The model, its template and the conversation in its KV cache, from answer to answer."""

    def __init__(self, model: Model, template: ChatTemplate, extra_stops: Sequence[str]) -> None:
        self._model = model
        self._template = template
        self._extra_stops = tuple(extra_stops)
        self._evaluated = EvaluatedText()
        self._dropped: tuple[tuple[PromptMessage, ...], ...] = ()
        self._written: WrittenAnswer | None = None

    def answer(self, request: Generate, emit: Emit) -> None:
        """Answer a request; the last event is `Finished`.

        Raises:
            KnownError: the prompt is empty or too long, its template fails, the sampling cannot be used, or llama.cpp
                fails.
        """
        started = time.perf_counter()
        check_sampling(request.sampling)
        messages, partial = _without_begun_answer(request.messages)
        prompt = self._fit(messages, partial, _most_tokens(request))
        if prompt.dropped_turns:
            emit(TurnsDropped(request.generation_id, prompt.dropped_turns))
        segments = self._new_segments(prompt.text + prompt.begun)
        self._written = None
        tokens = self._evaluated.tokens() + [token for segment in segments for token in segment.tokens]
        evaluated_tokens = len(tokens) - self._evaluated.token_count
        stream = self._stream(request, prompt, emit)
        clock = AnswerClock(started, len(tokens), evaluated_tokens)
        sampler = self._sampler(request, tokens, partial)
        try:
            self._read(segments, request.generation_id, emit)
            clock.prompt_was_read()
            reason = write_tokens(
                self._model,
                sampler,
                stream,
                clock,
                max_tokens=_most_tokens(request) or self._model.context_length,
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
        self._remember(prompt, partial, stream, sampler, reason)
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

    def _stream(self, request: Generate, prompt: FittedPrompt, emit: Emit) -> AnswerStream:
        prompt_tail = prompt.text[-256:].decode("utf-8", "replace")
        stops = (*request.stop, *request.sampling.stop, *self._extra_stops)
        return AnswerStream(request.generation_id, prompt_tail, stops, emit, prompt.begun.decode("utf-8", "replace"))

    def _sampler(self, request: Generate, tokens: Sequence[int], partial: PromptMessage) -> Sampler:
        grammar = constraint(request.sampling)
        if not grammar:
            return Sampler(request.sampling, self._model.vocabulary_size, tokens)
        held_to = Constraint(grammar, self._model)
        try:
            held_to.accept_text(partial.content)
        except KnownError:
            held_to.close()
            raise
        return Sampler(request.sampling, self._model.vocabulary_size, tokens, held_to)

    def _remember(
        self,
        prompt: FittedPrompt,
        partial: PromptMessage,
        stream: AnswerStream,
        sampler: Sampler,
        reason: FinishReason,
    ) -> None:
        """Keep what was written, so that it can go on exactly; not beyond a stop string or within a character."""
        text = prompt.begun + bytes(stream.written)
        if reason is FinishReason.STOP_STRING or not _is_text(text):
            return
        token = sampler.last_token
        unread = None
        if reason is not FinishReason.END and token is not None:
            unread = Segment(self._model.piece(token), (token,), ends_at_control=False, is_drawn=True)
        answer, reasoning = partial.content + stream.sent_answer, partial.reasoning + stream.sent_reasoning
        self._written = WrittenAnswer(prompt.text, text, answer, reasoning, unread)

    def _fit(self, messages: Sequence[PromptMessage], partial: PromptMessage, max_tokens: int) -> FittedPrompt:
        """Render the conversation, without its oldest turns where it would not fit.

        Turns that had to leave stay away as long as the conversation begins with them: the KV cache begins behind them.
        """
        if not messages:
            raise KnownError(
                ErrorKind.PROMPT_EMPTY, worded("There is nothing to answer yet."), worded("Write a message first.")
            )
        limit = self._model.context_length
        reserve = answer_reserve_tokens(limit, max_tokens)
        turns = cut_into_turns(messages)
        dropped = len(self._dropped) if turns.turns[: len(self._dropped)] == self._dropped else 0
        dropped = min(dropped, max(0, len(turns.turns) - 1))
        prompt = self._prompt(turns, dropped, partial)
        count = self._count(prompt)
        if count + reserve > limit:
            sizes = [self._turn_size(turn) for turn in turns.turns[dropped:]]
            dropped += oldest_turns_to_drop(sizes, max(0, count - sum(sizes)), limit, reserve)
            prompt = self._prompt(turns, dropped, partial)
            count = self._count(prompt)
        while count + 1 > limit and dropped < len(turns.turns) - 1:
            dropped += 1
            prompt = self._prompt(turns, dropped, partial)
            count = self._count(prompt)
        if count + 1 > limit:
            raise _prompt_too_long(count, limit)
        self._dropped = turns.turns[:dropped]
        return prompt

    def _prompt(self, turns: Turns, dropped: int, partial: PromptMessage) -> FittedPrompt:
        text = self._rendered(turns.without_oldest(dropped))
        begun = begun_text(text, partial, self._written, self._model.chat_template)
        return FittedPrompt(text, begun, dropped)

    def _rendered(self, messages: Sequence[PromptMessage]) -> bytes:
        text = self._template.render(messages)
        bos = self._model.bos_text
        if bos and self._model.adds_bos:
            text = text.removeprefix(bos)  # the tokenizer puts it there; twice would hurt the answer
        return text.encode("utf-8", "replace")

    def _count(self, prompt: FittedPrompt) -> int:
        return len(self._model.tokenize(prompt.text + prompt.begun, at_start=True))

    def _turn_size(self, turn: Sequence[PromptMessage]) -> int:
        return sum(
            len(self._model.tokenize(message.content.encode("utf-8", "replace"), at_start=False))
            + TOKENS_PER_MESSAGE_OVERHEAD
            for message in turn
        )

    def _new_segments(self, text: bytes) -> list[Segment]:
        """Roll the KV cache back to what `text` shares with it; return what is still to be read."""
        if self._written and self._written.unread and self._lacks_only(self._written.unread, text):
            return [self._written.unread]
        match = reusable_beginning(self._evaluated, text, self._model)
        kept = self._evaluated.truncate(match.tokens)
        if self._model.keep_only(kept) != kept:
            kept = self._evaluated.truncate(0)
            self._model.keep_only(0)
        return cut_into_segments(text[match.text_bytes if kept else 0 :], self._model, at_start=not kept)

    def _lacks_only(self, segment: Segment, text: bytes) -> bool:
        """Whether the KV cache holds exactly `text` but for a last segment."""
        match = self._evaluated.match(text)
        is_whole = match.tokens == self._evaluated.token_count == self._model.evaluated_tokens
        return is_whole and text[match.text_bytes :] == segment.text

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
        token = sampler.sample(model.context, is_free=stream.is_reasoning)
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


def _without_begun_answer(messages: Sequence[PromptMessage]) -> tuple[Sequence[PromptMessage], PromptMessage]:
    """Take an answer that is to go on off the end of a conversation; an empty one where there is none."""
    if messages and messages[-1].role is Role.ASSISTANT:
        return messages[:-1], messages[-1]
    return messages, PromptMessage(Role.ASSISTANT, "")


def _most_tokens(request: Generate) -> int:
    """Most tokens of the answer; 0 for as many as there is room for."""
    return request.max_tokens or request.sampling.max_tokens


def _is_text(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _prompt_too_long(tokens: int, context_length: int) -> KnownError:
    return KnownError(
        ErrorKind.PROMPT_TOO_LONG,
        worded(
            "This message is too long: with it the prompt has {tokens:,} tokens and the context holds {context:,}.",
            tokens=tokens,
            context=context_length,
        ),
        worded("Shorten the message or load the model with a longer context."),
    )
