<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="en">
<context>
    <name>AdvancedSettings</name>
    <message>
        <source>Automatic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GPU layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Batch, tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>how many layers the GPU computes; automatic: as many as fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>how many cores compute; automatic: all physical ones</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tokens of your message read at once; more needs more memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine finds no GPU it can use on this computer.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AdviceGroup</name>
    <message>
        <source> tokens/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The slowest speed of writing that you would still call comfortable. Most people read along at about 5 tokens per second. Models that would write more slowly on this computer are called slow and are not recommended; a higher number leads to smaller, faster models.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading speed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Advice</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AdvicePanel</name>
    <message>
        <source>Working out how it would run on this computer…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model cannot be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take {quantization}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not for this computer.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Announcer</name>
    <message>
        <source>Answer complete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer was cut short.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n line</numerusform>
            <numerusform>%n lines</numerusform>
        </translation>
    </message>
    <message>
        <source>code block, {language}, {lines}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>code block, {lines}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AnswerDetails</name>
    <message>
        <source>Being written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Complete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cut short</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sampling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quantization</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Context</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not seen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} tokens, {reused} of them kept from the answer before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{used} of {length} tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n of the oldest question(s) with what was answered</source>
        <translation>
            <numerusform>%n of the oldest question with what was answered</numerusform>
            <numerusform>%n of the oldest questions with what was answered</numerusform>
        </translation>
    </message>
    <message>
        <source>First token after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading speed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing speed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>over the last {count} tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Top-k</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Min-p</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repeat penalty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Presence penalty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frequency penalty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Penalties</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Longest answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop strings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grammar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON schema</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as long as the context allows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{seconds:.2f} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{speed:.1f} tokens/s</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AnswerFormRow</name>
    <message>
        <source>Form of the answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lets the model write only what fits a JSON schema or a grammar, for answers that a program reads.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Until then answers are made as before.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is written here yet, so answers are free.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The next answer follows this grammar.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The next answer follows this schema.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AnswerWidget</name>
    <message>
        <source>Reading your message…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Continuing the answer…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer of {model}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Continue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as plain text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Details…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer again with</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AnswersGroup</name>
    <message>
        <source> tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How freely the next word is drawn. 0 always takes the likeliest, which suits facts and code; around 0.7 suits most chats; above 1 answers become surprising and then confused.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Longest answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An answer is ended after this many tokens; 1,000 tokens are about 750 words. With 0 it may be as long as the context allows.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>App</name>
    <message>
        <source>New chat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New temporary chat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search chats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide the chats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find in this chat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next match</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous match</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the message before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the next message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the context holds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Assistant and settings of this chat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AppearanceGroup</name>
    <message>
        <source>Takes effect when QuantChat starts again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Normal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>High</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comfortable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compact</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light, dark, or as your system is at the moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>High contrast makes text and lines stand out more from what is behind them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Letters, and with them buttons, rows and icons, from 80 to 250 %.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Density</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compact leaves less room between things, so that more fits into the window.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AssistantButton</name>
    <message>
        <source>Assistant: {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No system prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Assistant: {name}. {prompt}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AssistantEditor</name>
    <message>
        <source>Plain leaves everything to the model and stays as it is. Duplicate it to make one of your own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the model is told before the first message.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The one in use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} (not found)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AssistantsDialog</name>
    <message>
        <source>Assistants</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New assistant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make it again as it came with QuantChat</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BugLog</name>
    <message>
        <source>Something inside QuantChat went wrong. It is written down in {path}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something inside QuantChat went wrong, and the disk does not let it be written down.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CardView</name>
    <message>
        <source>Models</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ChatController</name>
    <message>
        <source>Keep the chat when it is done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was put back beside what you asked since. The arrows at “1 / 2” lead to it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send the edited message when it is done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This message or its chat is no longer there, so nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An answer is being written.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ChatPresenter</name>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer and what followed it were deleted. This can be undone until you dismiss this note.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The message and what followed it were deleted. This can be undone until you dismiss this note.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You left the temporary chat. It is gone when QuantChat ends or another one is begun.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading your message… {percent} %</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ChatScrollArea</name>
    <message>
        <source>Conversation</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ChatSearchField</name>
    <message>
        <source>Search chats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ChatSettingsPanel</name>
    <message>
        <source>Assistant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as assistant…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Manage…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Manage assistants…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing. For example: “Answer briefly and in plain words.”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the chat settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chat settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed in this chat only; “{name}” itself stays as it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” took the place of your own prompt and values.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the model is told before your first message.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ChatSettingsPresenter</name>
    <message>
        <source>{assistant}, changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model of this assistant is not on this computer (any more); the one in use stays.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model of this assistant is loaded when the answer is done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” is again as it came.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” was deleted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New assistant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import assistants</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Assistants (*.json);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n assistant(s) imported.</source>
        <translation>
            <numerusform>%n assistant imported.</numerusform>
            <numerusform>%n assistants imported.</numerusform>
        </translation>
    </message>
    <message>
        <source>All assistants of this file are here already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export assistants</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Assistants (*.json)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The assistants are in “{file}”.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ChatView</name>
    <message>
        <source>Jump to the newest message</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CodeBlock</name>
    <message>
        <source>code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CodeText</name>
    <message>
        <source>Code in {language}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Code</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send after this answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask anything. Nothing leaves this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An answer is being written: send the edited message when it is done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter sends after this answer, Shift+Enter makes a new line, Esc stops the answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter sends, Shift+Enter makes a new line</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ComposerEdit</name>
    <message>
        <source>Message</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ComposerPresenter</name>
    <message>
        <source>The message was not sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you write is not kept for the next start just now: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ContextChoice</name>
    <message>
        <source>f16, exact</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>q8_0, half the memory, a tiny loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>q4_0, a quarter of the memory, a loss that shows in long chats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Context</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Context length, tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{context_length:,} tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KV cache {kv_type}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ContextGap</name>
    <message>
        <source>The model no longer sees the messages above. They stay in the chat.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ContextMeter</name>
    <message>
        <source>{percent} %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{used} of {whole} tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Context: {used} of {whole} tokens used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{used} of {whole} tokens, full</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Context: {used} of {whole} tokens used, full</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The context is full: the oldest messages are left out of what the model reads next.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{used} of {whole} tokens, almost full</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Context: {used} of {whole} tokens used, almost full</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The context is almost full: the oldest messages will soon be left out of what the model reads.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How much of what the model can read at once this conversation takes.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ContextPanel</name>
    <message>
        <source>Context</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model no longer sees the oldest message. It stays in the chat.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>The model no longer sees the %n oldest messages. They stay in the chat.</source>
        <translation>
            <numerusform>The model no longer sees the %n oldest messages. They stay in the chat.</numerusform>
            <numerusform>The model no longer sees the %n oldest messages. They stay in the chat.</numerusform>
        </translation>
    </message>
    <message>
        <source>What other lengths cost could not be worked out; what happened is in the log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{tokens} tokens are in use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use {tokens} tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use {tokens} tokens ({change})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Working out what each length costs…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In use now. Choose another length to see what it costs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{model} was trained on {tokens} tokens; it makes no sense of a longer context.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The context is all that the model can read at once: this chat and the answer it is about to write. When it is full, the oldest messages are left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A longer context takes memory at once, whether it is filled or not. The model is loaded anew for it; your chats stay as they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Raise or lower it</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ContextPresenter</name>
    <message>
        <source>An answer is being written. The context can be changed when it has ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model is being loaded. The context can be changed when it is ready.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ContextRow</name>
    <message>
        <source>{tokens} tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{tokens} tokens, in use now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in use</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ContextUsage</name>
    <message>
        <source>{tokens} tokens used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{tokens} free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In English text about {used} words, and room for about {free} more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In English text about {used} words. The context is full.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ContextWatch</name>
    <message numerus="yes">
        <source>This chat is longer than the model's context, so the model no longer sees its oldest %n question(s) with the answers. They stay in the chat.</source>
        <translation>
            <numerusform>This chat is longer than the model's context, so the model no longer sees its oldest %n question with the answers. They stay in the chat.</numerusform>
            <numerusform>This chat is longer than the model's context, so the model no longer sees its oldest %n questions with the answers. They stay in the chat.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConversationDelegate</name>
    <message>
        <source>Name of the folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Title of the chat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ConversationListController</name>
    <message>
        <source>New folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This chat or folder is no longer there, so nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ConversationListMenus</name>
    <message>
        <source>Rename</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The chats in it stay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move to folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New folder</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ConversationListPresenter</name>
    <message>
        <source>“{title}” was deleted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The chat was deleted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder “{name}” was deleted. Its chats stay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ConversationListView</name>
    <message>
        <source>Chats</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DataGroup</name>
    <message>
        <source>A copy of all chats is made each day at the start, and the newest seven are kept. Make one more now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go back to a copy. What you have now is copied first, so that nothing is lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no copy yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the data folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Backup to go back to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Backup</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore a backup</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chats, settings and measurements are here:
{folder}
{size_words}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>What shall we talk about?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Explain why the sky is blue to a ten-year-old</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a friendly reminder that the rent is due</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Suggest three dinners from rice, eggs and spinach</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show this model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a model file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load anyway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is sent when you say so, below.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is sent when the answer that is being written is done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n core(s)</source>
        <translation>
            <numerusform>%n core</numerusform>
            <numerusform>%n cores</numerusform>
        </translation>
    </message>
    <message>
        <source>{model_name} is ready. {core_text}, {free_text}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{model_name} is loading.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You can write your first message meanwhile.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no model on this computer yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A model is one file whose name ends in .gguf. QuantChat reads it where it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your message waits.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ExchangePresenter</name>
    <message>
        <source>Import chats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chats from QuantChat, ChatGPT or LM Studio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no chats to export yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QuantChat chats {date}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Markdown, to read and to print</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON, everything, to import again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>HTML, a page for the browser</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export chats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exporting chats…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Importing chats: {done} of {total}…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exporting chats: {done} of {total}…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One chat was exported to “{file}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%Ln chats were exported to “{file}”.</source>
        <translation>
            <numerusform>%Ln chats were exported to “{file}”.</numerusform>
            <numerusform>%Ln chats were exported to “{file}”.</numerusform>
        </translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No chat was imported from {program}. The list says why.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file holds none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No chat was imported from {program}, for this reason: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No chat was imported from {program}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One chat</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%Ln chats</source>
        <translation>
            <numerusform>%Ln chats</numerusform>
            <numerusform>%Ln chats</numerusform>
        </translation>
    </message>
    <message>
        <source>one message</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%Ln messages</source>
        <translation>
            <numerusform>%Ln messages</numerusform>
            <numerusform>%Ln messages</numerusform>
        </translation>
    </message>
    <message>
        <source>Imported from {program}: {chats} with {messages}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled. Nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find in this chat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous match</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next match</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the find bar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No matches</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{position} of {count}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HardwareCard</name>
    <message>
        <source>Reading this computer…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measure memory speed again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HubController</name>
    <message>
        <source>The repository could not be looked at because of an error in QuantChat itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What happened is in the log. Try another repository.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{repository} holds no GGUF file of a type that QuantChat could advise on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look for a repository whose name ends in “-GGUF”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>licence {licence}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HubPage</name>
    <message>
        <source>Paste the name or the address of a repository that holds GGUF files, such as “bartowski/Llama-3.2-3B-Instruct-GGUF”. QuantChat then asks Hugging Face for the list of its files and reads their headers, a few megabytes, to say how each would run here. Nothing about you or your chats is sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking Hugging Face…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add from Hugging Face</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repository or address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>organization/name, or an address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>List its files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter an access token…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type the name of a repository first.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ImportReportDialog</name>
    <message>
        <source>What was imported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chats that were not imported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An image, file or tool's output was left out: QuantChat keeps text only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%Ln images, files and outputs of tools were left out: QuantChat keeps text only.</source>
        <translation>
            <numerusform>%Ln images, files and outputs of tools were left out: QuantChat keeps text only.</numerusform>
            <numerusform>%Ln images, files and outputs of tools were left out: QuantChat keeps text only.</numerusform>
        </translation>
    </message>
    <message>
        <source>One chat was not imported:</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%Ln chats were not imported, all for the same reason:</source>
        <translation>
            <numerusform>%Ln chats were not imported, all for the same reason:</numerusform>
            <numerusform>%Ln chats were not imported, all for the same reason:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln chats were not imported:</source>
        <translation>
            <numerusform>%Ln chats were not imported:</numerusform>
            <numerusform>%Ln chats were not imported:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>computing and other</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LettersPage</name>
    <message>
        <source>A model is billions of numbers, its weights. Quantization stores each of them in fewer bits: the file shrinks, fits into less memory and is read faster for every word, and the answers move a little away from the original's. The name says how: the figure is about the bits a weight takes; “_0” stores small blocks of 32 weights with one scale each, “_1” with a scale and a lowest value; “K” (k-quant) groups 256 weights and quantizes their scales as well; S, M and L are small, medium and large mixes of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory, GB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss of accuracy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none to notice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hard to notice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shows at times</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>large</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What are these letters?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Working out the figures of {model_name} on this computer…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{model_name} on this computer, with {context} tokens of context; speeds are predicted, or measured where it ran here before.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The figures of {model_name} cannot be worked out.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LibraryPresenter</name>
    <message>
        <source>Downloads that are not finished rest in the folder that was used before. They can go on once it is the models folder again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GGUF models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a model file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move to trash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete forever</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is the model in use.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove a model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the models folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a folder with models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The token is kept in this computer's keyring.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The token is kept until QuantChat is closed; there is no usable keyring.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The token is forgotten.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The keyring could not be opened, so that a token may still be in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your settings could not be saved ({reason}). They hold until QuantChat is closed.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MemoryLine</name>
    <message>
        <source>Other programs: {size}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MemoryMeter</name>
    <message>
        <source>Memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GPU {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GPU</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MessageActions</name>
    <message>
        <source>Copy message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>first token {seconds:.1f} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{speed:.1f} tokens/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Former version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next version</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MessageDetails</name>
    <message>
        <source>Details of the answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MessageMenu</name>
    <message>
        <source>Message</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MessageWidget</name>
    <message>
        <source>The model no longer sees this message.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy selection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy link address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ModelButton</name>
    <message>
        <source>Choose a model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model: {model}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ModelController</name>
    <message>
        <source>{model} is no longer there; its file was moved, renamed or deleted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model in use stays.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your settings could not be saved ({reason}). They hold until QuantChat is closed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QuantChat ended unexpectedly while {model} was loading, so it was not loaded again. Choose it in the menu on top to try once more.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ModelMenu</name>
    <message>
        <source>Cancel loading</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading {percent} %</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ModelPresenter</name>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load anyway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{model} is not loaded. Choose another model on top, or try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{model} is not loaded. Choose another model on top, or load it anyway.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a model on top to begin.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use safer settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starts with the next message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not loaded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Does not fit</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ModelsGroup</name>
    <message>
        <source>f16, exact</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>q8_0, half the memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>q4_0, a quarter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the models folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the models folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{tokens:,} tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Context length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How much of a chat a model has before it at once; 1,000 tokens are about 750 words. More needs more memory. Models that were made for less get less. Holds from the next load on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How exactly a model remembers the chat while it answers. q8_0 halves that memory at a tiny loss; the loss of q4_0 shows in long chats. Holds from the next load on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Downloads go here, and models that lie here are listed:
{folder}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NumberRow</name>
    <message>
        <source>{value} (usual)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{value} (recommended by the model)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left to: {value}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Page</name>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Picker</name>
    <message>
        <source>Looking for models on this computer…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hugging Face…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folders</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PickerPresenter</name>
    <message>
        <source>The advice failed on this model; what happened is in the log.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PlacesPage</name>
    <message>
        <source>Downloads go here, and models that lie here are listed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models in these folders are listed too, and used where they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models that LM Studio, Jan, GPT4All, Ollama, llama.cpp or Hugging Face's tools keep on this computer are found by themselves. QuantChat only reads them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Some publishers ask you to accept their terms first. Accept them on the model's page, make a token of the kind “read” in your Hugging Face settings, and paste it here. It is kept in this computer's keyring and sent to nobody else.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folders and access</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the models folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the models folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Access token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the access token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forget the access token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do not search this folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More folders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other programs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Access token of Hugging Face</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PrivacyGroup</name>
    <message>
        <source>Your chats, your settings and how fast models ran here are stored in the data folder on this computer, readable by your user account only and not encrypted. A temporary chat is not stored. QuantChat has no account and sends no statistics. It uses the network only when you look for or download a model, or open a link.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deletes every chat for good, with drafts, the trash and all backups. Models and settings stay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete all chats…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete all chats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is stored</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProseWidget</name>
    <message>
        <source>Answer text</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QuantizationRows</name>
    <message>
        <source>GPU + main, GB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory, GB</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QuantizationTable</name>
    <message>
        <source>Quantizations</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QuestionText</name>
    <message>
        <source>Your message</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QuestionWidget</name>
    <message>
        <source>Your message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit and resend</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QueuedPrompts</name>
    <message>
        <source>Send now</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) waiting</source>
        <translation>
            <numerusform>%n message waiting</numerusform>
            <numerusform>%n messages waiting</numerusform>
        </translation>
    </message>
    <message>
        <source>{waiting}: the answer before did not end by itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{waiting}: sent one by one when the answer is done</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReasoningFold</name>
    <message>
        <source>Thinking…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thought for {seconds:.1f} seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thoughts</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReasoningText</name>
    <message>
        <source>Thinking</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SamplingForm</name>
    <message>
        <source>Fewer settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>More settings (%n set)</source>
        <translation>
            <numerusform>More settings (%n set)</numerusform>
            <numerusform>More settings (%n set)</numerusform>
        </translation>
    </message>
    <message>
        <source>More settings</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SamplingRow</name>
    <message>
        <source>Reset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset: {title}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave this value to the model or to the usual one</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SaveAsRow</name>
    <message>
        <source>Name of the assistant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” stays as it is. Choose another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is a “{name}” already; it gets this prompt and these values.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Find a model</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SearchResults</name>
    <message>
        <source>New chat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Titles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No chat contains “{text}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There may be more: type another word.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SearchResultsView</name>
    <message>
        <source>Search results</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Text size and density change when QuantChat starts again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No setting has these words. Try another word, or clear the search.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start again now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingsPresenter</name>
    <message>
        <source>A model is writing an answer at the moment. Stop it or wait for its end, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This could not be saved ({reason}). It holds until QuantChat is closed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No backup was made. {sentence}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A backup was made: {file}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go back to the chats of {when}?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chats and messages from after that time leave the list. What you have now is copied first, so that you can come back to it here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore a backup</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The chats are those of {when}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your chats are as they were.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Delete all %n chat(s) for good?</source>
        <translation>
            <numerusform>Delete all %n chat for good?</numerusform>
            <numerusform>Delete all %n chats for good?</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete your one chat for good?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drafts, the trash and all backups are deleted too. This cannot be undone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete all chats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All chats are deleted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not everything could be deleted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SheetButtons</name>
    <message>
        <source>What are these letters?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SheetView</name>
    <message>
        <source>There is no advice on this model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load {quantization}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ShortcutList</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Your chats will appear here. They stay on this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n hit(s)</source>
        <translation>
            <numerusform>%n hit</numerusform>
            <numerusform>%n hits</numerusform>
        </translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Offline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The models run on this computer. Your chats leave it only if you copy them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search chats ({keys})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New chat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More about chats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Temporary chat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the temporary chat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New temporary chat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import chats…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export all chats…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trash…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SkippedChats</name>
    <message>
        <source>A chat without a title</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StopRow</name>
    <message>
        <source>Stop texts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer ends where one of these would come. One in each line; \n stands for a line break.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{value} (usual)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None (usual)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TemporaryBanner</name>
    <message>
        <source>Temporary chat: nothing of it is written to the disk, and it ends with QuantChat.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep this chat</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TextRest</name>
    <message>
        <source>Show all ({size})</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TextSizeSample</name>
    <message>
        <source>This is how text will look.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Hide the chats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the chats</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TransferController</name>
    <message>
        <source>Waits until the file before it is made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Begins…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stops…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{model} in {quantization}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TransferPresenter</name>
    <message>
        <source>{title} is here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load it</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TransferRow</name>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TrashDialog</name>
    <message>
        <source>Trash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete forever…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empty trash…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deleted chats stay here for {days} days and can be put back. Then they go for good.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The trash is empty. Chats that you delete stay here for {days} days.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete this chat forever?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{title}” and everything in it will be gone. It cannot be put back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete forever</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empty the trash?</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>All %n chat(s) in the trash will be gone. They cannot be put back.</source>
        <translation>
            <numerusform>All %n chat in the trash will be gone. They cannot be put back.</numerusform>
            <numerusform>All %n chats in the trash will be gone. They cannot be put back.</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete all forever</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TrashList</name>
    <message>
        <source>New chat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deleted on {date}, goes for good at the next start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deleted on {date}, goes for good tomorrow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deleted on {date}, goes for good on {purge_date}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TrashView</name>
    <message>
        <source>Deleted chats</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>UndoCard</name>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_EditingLine</name>
    <message>
        <source>Cancel editing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Editing an earlier message — Esc cancels</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_Ending</name>
    <message>
        <source>Stopped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This answer was cut short when QuantChat ended. What had arrived is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Continue</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_Header</name>
    <message>
        <source>Tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_Row</name>
    <message>
        <source>Edit this message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do not send this message</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_Versions</name>
    <message>
        <source>{position} / {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version {position} of {count}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>answer_form_row</name>
    <message>
        <source>Free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON by a schema</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By a grammar (GBNF)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>app</name>
    <message>
        <source>QuantChat is open already but does not answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close it first.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>assistant_names</name>
    <message>
        <source>Plain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Translator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tutor</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>card_list</name>
    <message>
        <source>On this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recommended for this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Working out how it would run here…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A model without a name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No model is called so. Try fewer letters, or add one from Hugging Face.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size}, {active} at a time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>comes with QuantChat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>found in {owners}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in {places}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> and </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{recommended} recommended</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>close_question</name>
    <message>
        <source>The last answer is not stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk refuses to store the last answer, so it is only in this window. If you close QuantChat now, that text is lost. Free some space or copy the answer first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you typed is not stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk refuses to store what you typed and did not send, so it is only in this window. If you close QuantChat now, that text is lost. Free some space or copy it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was written since the start is not stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk refused to store anything when QuantChat was started, so what was written since then is only in this window. If you close it now, that is lost. Export the chats you want to keep first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close and lose it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep open</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>context_costs</name>
    <message>
        <source>On the GPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GPU and CPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On the CPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Does not fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GPU memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>main memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It takes as much memory as now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It takes {change}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It takes {change} and {other_change}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size} more {place}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size} less {place}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>conversation_rows</name>
    <message>
        <source>Pinned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous 7 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Older</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New chat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder without a name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>folded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unfolded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}, folder, chats inside: {count}, {state}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has a draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is being answered</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>exchange</name>
    <message>
        <source>The chat is no longer there, so no file was written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This failed because of an error in QuantChat itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What happened is in the log. Your chats are as they were.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The chat is no longer there.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>failed_start</name>
    <message>
        <source>QuantChat cannot start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>file_manager</name>
    <message>
        <source>The models folder {folder} could not be made: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the disk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No file manager could be started. The models folder is {folder}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>giving_up_question</name>
    <message>
        <source>A model is being made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Downloads are kept and can go on at the next start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close and give it up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{title} is being made. If you close QuantChat now, that is given up and has to begin anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{title} is being made, %n more to follow. If you close QuantChat now, that is given up and has to begin anew.</source>
        <translation>
            <numerusform>{title} is being made, %n more to follow. If you close QuantChat now, that is given up and has to begin anew.</numerusform>
            <numerusform>{title} is being made, %n more to follow. If you close QuantChat now, that is given up and has to begin anew.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kept_data</name>
    <message>
        <source>Your chats take {chats}, no backup.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Your chats take {chats}, %n backup(s) {backups}.</source>
        <translation>
            <numerusform>Your chats take {chats}, %n backup {backups}.</numerusform>
            <numerusform>Your chats take {chats}, %n backups {backups}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>legend</name>
    <message>
        <source>as llama.cpp says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by formula</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{quantization}: {predicted} predicted, {source}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{predicted_rate} tokens/s predicted, {measured_rate} measured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>own memory {own} predicted, {measured_memory} measured · {speed}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>links</name>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{user}” before the @ is a user name. The page is one of {host}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening it uses the network; the page learns your address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a page at {host} in your browser?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open link</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write to {recipient} in your mail program?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is sent before you send it there.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>markdown_parser</name>
    <message>
        <source>[image: {description}] ({address})</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>memory_meter</name>
    <message>
        <source>Weights of the model: {size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory of the conversation (KV cache): {size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Computing: {size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of its own, predicted: {predicted}, measured: {measured}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>model_figures</name>
    <message>
        <source>On the GPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GPU and CPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On the CPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model probably does not fit.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantization_rows</name>
    <message>
        <source>Recommended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>download</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>make</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quantization</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss, KL</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How it would run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How to come by it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bits per weight in this very file: all tensors together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of the file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory it takes on each device: weights, KV cache, compute memory and what the driver needs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens it writes in a second; a word is about 1.3 tokens. A range is predicted, a single figure was measured here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How far its choice of words moves from the original's (mean KL divergence, published for Llama 3 8B). Below 0.01 nobody notices, from 0.05 on it shows now and then.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measured here: {measured:.1f} tokens a second; the formula alone had said {predicted:.1f}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{device}: weights {weights}, KV cache {kv_cache}, computing {compute}, other {other}; {free} free.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bits a weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GB of memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tokens a second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>loss</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>row_actions</name>
    <message numerus="yes">
        <source>%n file(s) of {quantization} are here: {places} and {last}; the first is used.</source>
        <translation>
            <numerusform>%n file of {quantization} are here: {places} and {last}; the first is used.</numerusform>
            <numerusform>%n files of {quantization} are here: {places} and {last}; the first is used.</numerusform>
        </translation>
    </message>
    <message>
        <source>in {owner}'s folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in QuantChat's own folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in {place}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is in use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load again with these settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load {name} anyway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No file of this type is known to us.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download {name}, {size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make {name} from {source}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is not published of this model; it can be made from {source} once that is here.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sampling_values</name>
    <message>
        <source>Temperature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How freely the next word is drawn. 0 suits facts and code, 0.7 most chats; above 1 answers become surprising, then confused.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Longest answer, tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer is ended after so many tokens; 1,000 tokens are about 750 words. 0 sets no limit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With the same number the same question gets the same answer. Random draws anew each time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Random</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draws only from the likeliest words that together have this share of the chances. 1 turns it off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Top-k</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draws only from so many of the likeliest words. 0 turns it off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Min-p</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leaves out words that are far less likely than the likeliest; 0.05 means less than a twentieth. 0 turns it off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repeat penalty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Makes words that were just used less likely, so that answers do not go round in circles. 1 turns it off; above 1.3 sentences become odd.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Presence penalty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Makes every word that was used less likely, so that new subjects come up. 0 turns it off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frequency penalty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The more often a word was used, the less likely it becomes. 0 turns it off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Window of the penalties, tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How far back the three penalties look. 0 turns all of them off.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>shortcut_list</name>
    <message>
        <source>Anywhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> or </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing a message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send the message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Begin a new line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop the answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the list of chats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the chat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename the chat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete the chat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fold a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unfold a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything else about the chat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scroll up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scroll down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the first message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the last message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select the whole message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the message, or what is selected in it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What can be done with the message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finding in a chat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next match</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous match</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the find bar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In every window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the next control</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go back to the one before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close a window in front</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>temporary_chat</name>
    <message>
        <source>A temporary chat is still being answered.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop its answer first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Temporary chat</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>transfer_controller</name>
    <message>
        <source>Begins, {time_left}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{percent} % made, {time_left}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The models folder could not be made: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another one under “Folders”.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>transfer_words</name>
    <message numerus="yes">
        <source>%n second(s) left</source>
        <translation>
            <numerusform>%n second left</numerusform>
            <numerusform>%n seconds left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s) left</source>
        <translation>
            <numerusform>%n minute left</numerusform>
            <numerusform>%n minutes left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s) left</source>
        <translation>
            <numerusform>%n hour left</numerusform>
            <numerusform>%n hours left</numerusform>
        </translation>
    </message>
    <message>
        <source>a few seconds left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>more than two days left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waits for the download before it. {amount}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checking what has arrived: {amount}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused at {amount}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection was lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{why} Tries again in {seconds} s. {amount}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size}/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{received} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>verdicts</name>
    <message>
        <source>On the GPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GPU and CPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On the CPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Does not fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Split</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{seconds} s each</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a token in {seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{rate} tokens/s, measured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{rate} tokens/s</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
