"""Any conversation the store could hold, as Hypothesis draws it."""

from hypothesis import strategies as st

from quantchat.core.chat import AnswerFigures, MessageStatus, Role, Sampling
from quantchat.core.conversation import ConversationSettings
from quantchat.core.conversation_record import ConversationRecord, MessageRecord
from quantchat.core.foreign_values import with_selection
from quantchat.core.sampling_choice import SamplingChoice

TEXTS = st.text(max_size=30)
TIMES = st.floats(0, 32_503_680_000)
COUNTS = st.integers(0, 2**31)
SPANS = st.floats(0, 1e9)

FIGURES = st.builds(
    AnswerFigures, COUNTS, COUNTS, COUNTS, SPANS, SPANS, SPANS, SPANS, COUNTS, COUNTS, st.integers(0, 2**32 - 1)
)
SAMPLINGS = st.builds(
    Sampling,
    temperature=st.floats(0, 5),
    top_k=st.integers(0, 1000),
    repeat_penalty=st.floats(0, 2),
    presence_penalty=st.floats(-2, 2),
    penalty_last_n=st.integers(-1, 4096),
    seed=st.none() | st.integers(0, 2**32 - 1),
)
CHOICES = st.builds(
    SamplingChoice,
    temperature=st.none() | st.floats(0, 5),
    top_k=st.none() | st.integers(0, 1000),
    seed=st.none() | st.integers(0, 2**32 - 1),
    stop=st.none() | st.lists(st.text(min_size=1, max_size=5), max_size=3).map(tuple),
)
SETTINGS = st.builds(ConversationSettings, TEXTS, TEXTS, CHOICES)
ENDED = st.sampled_from([status for status in MessageStatus if status is not MessageStatus.STREAMING])


@st.composite
def records(draw: st.DrawFn) -> ConversationRecord:
    """A conversation whose messages follow any earlier one, with any branch shown."""
    count = draw(st.integers(0, 8))
    messages = [
        draw(
            st.builds(
                MessageRecord,
                parent=st.none() | st.integers(0, place - 1) if place else st.none(),
                role=st.sampled_from(Role),
                content=TEXTS,
                created_at=TIMES,
                reasoning=TEXTS,
                status=ENDED,
                model_name=TEXTS,
                quantization=TEXTS,
                error=TEXTS,
                figures=st.none() | FIGURES,
                sampling=st.none() | SAMPLINGS,
            )
        )
        for place in range(count)
    ]
    linked, leaf = with_selection(messages, draw(st.integers(0, count - 1)) if count else None)
    return draw(
        st.builds(
            ConversationRecord,
            title=TEXTS,
            created_at=TIMES,
            updated_at=TIMES,
            messages=st.just(linked),
            selected_leaf=st.just(leaf),
            is_pinned=st.booleans(),
            folder=TEXTS,
            draft=TEXTS,
            settings=SETTINGS,
        )
    )
