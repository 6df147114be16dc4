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
        <source>{seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{speed} tokens/s</source>
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
        <source>{context_length} tokens</source>
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
        <source>first token {seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{speed} tokens/s</source>
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
        <source>{tokens} tokens</source>
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
        <source>Thought for {seconds} seconds</source>
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
        <source>{size} MB</source>
        <translation type="unfinished"></translation>
    </message>
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
        <source>{size} GB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measured here: {measured} tokens a second; the formula alone had said {predicted}.</source>
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
<context>
    <name>wordings</name>
    <message>
        <source>Models on offer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FP32 (floating point, 32 bits): how some models are trained; twice the size of F16, with nothing gained in a chat.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F16 (floating point, 16 bits): the original as it is usually published, not quantized; the yardstick for all others.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Q8_0: about 8 bits a weight. Blocks of 32 weights share one scale (that is the 0); its answers cannot be told from the original's.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Q5_1: about 5 bits a weight. Each block of 32 weights has a scale and a minimum (that is the 1), which suits uneven weights better. A small loss.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Q4_K_M: about 4 bits a weight. K is for k-quant: super-blocks of 256 weights, whose scales are quantized too. M is for medium: the tensors that matter most get more bits. A small loss, and the usual choice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Q4_1: about 4 bits a weight, in blocks of 32 with a scale and a minimum each. An older type, larger than Q4_K_M on most models and less exact.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Q4_0: about 4 bits a weight, in blocks of 32 with one scale each. The oldest and simplest type, with a loss that shows now and then.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make one with `quantchat hardware --json`.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The description of the hardware, {file}, cannot be read: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} is no description of hardware: it is not valid JSON.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine could not say what it can compute with; GPUs are taken as not usable.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The advice failed on this model; what happened is in the log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your computer can run {model} in {quantization} ({size}), wholly on the GPU at {speed}: the best next model for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your computer can run {model} in {quantization} ({size}), partly on the GPU and partly on the processor at {speed}: the best next model for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your computer can run {model} in {quantization} ({size}), on the processor at {speed}: the best next model for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{model} in {quantization} ({size}) would run well here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer reached the end of the context ({tokens:,} tokens) and stops here. Ask it to go on: the oldest messages then make room.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to send yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a message first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file is the vision part of a model (a projector) and cannot chat by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model turns text into vectors for searching and cannot write answers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model makes speech and cannot write answers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model only helps another one to answer faster (a draft model) and cannot chat by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model writes by diffusion, all words at once, which QuantChat does not run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model rewrites a given text (encoder and decoder), and QuantChat does not run that kind.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file is an adapter (LoRA) that changes another model and cannot chat by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file holds statistics for quantizing a model (an importance matrix) and is no model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{fault}, so nothing was taken from it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another file, or export it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An assistant needs a name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A name can have at most {most} characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is an assistant named “{name}” already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The system prompt of an assistant can have at most {most:,} characters; this one has {count:,}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shorten it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file of assistants is larger than {mebibytes} MiB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file of assistants was not written by QuantChat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file of assistants was written by another version of QuantChat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file of assistants has no list of at most {most} assistants</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file of assistants has an entry that is no assistant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file of assistants has an assistant whose sampling is no object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file of assistants has an assistant whose {key} is no text of at most {most:,} characters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file of assistants has an assistant without {key}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file of assistants is not valid JSON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file of assistants has two assistants with the same {key}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QuantChat does not know how this architecture keeps the context; the memory for it is computed as if every layer kept all of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This architecture keeps the context compressed, which QuantChat does not model: it needs less memory for it than is shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a draft model, which may share memory with the model it helps: it needs no more for the context than is shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it claims {count:,} of {layers:,} layers for predicting further tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it claims to run through its layers {count:,} times</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model file is damaged: {what}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download it again or choose another file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model file is incomplete: it needs {needed:,} bytes and has {present:,}; the download probably stopped early.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a length in its header is impossible</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a text in its header is longer than any real one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is not written as ChatGPT writes conversations.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no text in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has more than {most:,} messages.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QuantChat does not know the operations of this architecture one by one; the memory for computing is an upper bound.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With a part of the layers on the GPU, weights and cache of the others are copied there for long prompts; the memory for computing is an upper bound.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Some GPUs unpack a quantized cache to compute with it; the memory for computing is given as if this one did.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How long a GPU keeps the results of a mixture of experts depends on its driver; the memory for computing is an upper bound.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{file}” holds no conversations that QuantChat can read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a file exported by QuantChat, ChatGPT (conversations.json) or LM Studio (….conversation.json).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{file}” is larger than {mebibytes} MiB, and was not read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{file}” was exported by a newer QuantChat than this one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install the newer version to import it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{file}” is damaged or is no JSON file, so nothing could be read from it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is not written as a conversation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One of its messages does not say who wrote it or what it follows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One of its messages is longer than ten million characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file is not a model in the GGUF format.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a file whose name ends in .gguf.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model file was made for big-endian computers, and this is not one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download the ordinary (little-endian) file of the model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model file is in version {version} of the GGUF format, which the engine no longer reads.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download a newer file of the model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model file is in version {version} of the GGUF format, which the engine does not know yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A newer QuantChat may.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file is empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model file is in a format from before GGUF, which the engine no longer reads.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download the model as a GGUF file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file is a web page and not a model; the download address led to a page.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the download button of that page.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file only points to a model that is stored elsewhere (Git LFS).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download the model itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it claims {count:,} metadata entries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it claims {count:,} tensors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its alignment is not a power of two</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the name of a tensor is too long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the tensor “{tensor}” claims {count:,} dimensions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model file uses an old quantization type that the engine no longer reads.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download a newer file of the model, such as Q4_K_M.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model file is damaged or uses a quantization type (number {type}) that this version of the engine does not know.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download it again; if that does not help, a newer QuantChat may.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the shape of the tensor “{tensor}” does not suit its type {type}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the tensor “{tensor}” occurs twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the tensor “{tensor}” does not begin where the one before it ends</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it claims a list of {count:,} numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a metadata entry is of the unknown type {type}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a metadata entry has no name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the metadata entry “{key}” occurs twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it claims a list of {count:,} texts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {line} of the grammar has a rule that can come back to itself without a character</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{fault}, so no answer can be held to it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {line} of the grammar repeats again and again what can be empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct the grammar, or leave it out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The grammar is larger than {kibibytes} KiB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The grammar holds something that is no text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The grammar has no rule named “{rule}”, with which every answer begins</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {line} of the grammar nests brackets deeper than {most}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {line} of the grammar repeats something, but nothing stands before the sign</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {line} of the grammar repeats something more than {most:,} times</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {line} of the grammar repeats something at most fewer times than at least</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {line} of the grammar has no usable number of repetitions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {line} of the grammar has an empty set of characters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {line} of the grammar ends in the middle of a text or of a set of characters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {line} of the grammar has an escape that is not known: “\{escape}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {line} of the grammar has a token name that does not end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {line} of the grammar should begin with the name of a rule (letters, digits and “-”)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {line} of the grammar should have “{mark}” and has not</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {line} of the grammar has something that it cannot have</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {line} of the grammar makes the grammar too large once its repetitions are written out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {line} of the grammar names a rule “{rule}” that is nowhere defined</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The description of the hardware</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place} is missing; it must hold total_bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place} must be one of {choices}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{count} cores</source>
        <extracomment>With a count of one: {count} core</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{gpu}: {memory}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{program}: {held}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>memory unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size} GB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size} GB of GPU memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Processor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Engine uses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory held</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shared with the processor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not used: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{bandwidth:,.0f} GB/s measured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{bandwidth:,.0f} GB/s as published</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{bandwidth:,.0f} GB/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it does not give “{key}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its list “{key}” has {count:,} elements</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its list “{key}” has {count:,} elements for {layers:,} layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it claims {count:,} layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its value of “{key}” is no whole number of 32 bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the whole</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source} cannot be used: {fault}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct it, or write the file anew with “quantchat hardware --json”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place} must be an object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place} must be a text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place} must be a number of bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place} must be {least} bytes or more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place} must not be negative</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place} is more memory than any computer has</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place} must be a whole number from 1 to {most}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place} must be a number above 0 and at most {most:g}, or null</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place} must be true or false</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place} must be a list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place} must not have more than {most} entries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{part} uses “{key}”, to which answers cannot be held</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{place}” in it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The JSON schema cannot be used: {fault}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct the schema, or leave it out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The JSON schema is larger than {kibibytes} KiB.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The JSON schema makes a grammar that cannot be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{part} has “{other}” beside “{key}”, to which answers cannot be held together</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{part} has no list where one must be</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{part} has a “{most}” below its “{least}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The JSON schema is not valid JSON (line {line}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The JSON schema is not valid JSON.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The JSON schema is nested deeper than {most} levels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{part} is no schema</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{part} refers to something outside this schema</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{part} has properties that are none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{part} requires “{key}”, which is not among its properties</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{part} has “prefixItems” beside other items, to which answers cannot be held</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The JSON schema is too large.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{part} has a bound that is no whole number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{part} has a type that is not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{part} refers to “{target}”, which is not there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{part} has the format “{format}”, to which answers cannot be held</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copies of inputs that several GPUs work on at once are counted by an upper bound.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model cannot be made into a Q1_0 file, because the rows of its weights do not divide by 128.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another type, such as Q4_K_M.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine cannot make files of the type “{type}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it holds no weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it does not say of which architecture it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model is of the architecture “{architecture}”, which this version of the engine does not know.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it claims {count:,} tokens of context</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it claims {count:,} numbers a token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its vocabulary is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model uses the tokenizer “{tokenizer}”, which this version of the engine does not know.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its vocabulary is not of the kind that it claims</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its chat template is longer than any real one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another model, or download a file of it and add that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sizes of a model of the architecture “{architecture}” cannot be computed before it is downloaded, because its tensors are not known to this version.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Once one of its files is on this computer, its size is read from it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The size of this model cannot be computed, because its description lacks “{key}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The size of this model cannot be computed, because its description gives {value} for “{key}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{count} layers fewer on the GPU</source>
        <extracomment>With a count of one: {count} layer fewer on the GPU</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>the conversation's memory (KV cache) in {type}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a context of {now:,} instead of {before:,} tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a smaller batch of {now} instead of {before} tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no layers on the GPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Llama 3 8B on Wikitext-2, llama.cpp tools/perplexity/README.md (build f364eb6f)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{table}, with an importance matrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For {type} no figures have been published that could be compared with the others.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as good as the original for all that can be noticed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a small loss that is hard to notice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a loss that shows now and then, in facts and in reasoning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a large loss; a smaller model in more bits usually answers better</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a loss that nobody has published figures for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For {type} made without an importance matrix no figures have been published.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For {type} made with an importance matrix no figures have been published.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Very small; answers suffer so much that a smaller model in more bits is usually better.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As good as the original for all that can be noticed; large and slower to run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Small, with a loss that shows; often slower than Q3_K without a GPU.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For models trained with weights of -1, 0 and 1; it ruins any other model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The unquantized weights in 32 bits; twice the size of F16 and no better for chatting.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The unquantized weights in 16 bits; the yardstick that the others are compared with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The oldest 4-bit type; simple and fast, with a clearly larger loss than Q4_K_M.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An older 4-bit type, larger than Q4_K_M on most models and with a larger loss.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An older 5-bit type; Q5_K_S is as small and loses less on most models.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An older 5-bit type with a small loss; Q5_K_M is smaller and better on most models.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Small, with a loss that shows in reasoning and in facts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Small, with a loss that can be noticed; for when Q4_K_M does not fit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A little larger than Q3_K_M and a little better; for when Q4_K_M does not fit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slightly smaller than Q4_K_M, with a somewhat larger loss.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The usual choice: a small loss at under a third of the size of F16 on most models.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slightly smaller than Q5_K_M, with a slightly larger loss.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A loss that is hard to notice, at about a third of the size of F16 on most models.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Very close to the original, at about two fifths of the size of F16 on most models.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A 4-bit type close to Q4_K_S; its small blocks suit odd tensor widths.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The smallest good 4-bit type: smaller than Q4_K_M, with a slightly larger loss.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The unquantized weights in 16 bits, in the format that most models are trained in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>4-bit floats for the experts of models that were trained for it, such as gpt-oss.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>4-bit floats with fine scales, made for recent NVIDIA GPUs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For models trained with one bit a weight; it ruins any other model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about {low} to {high} tokens a second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{low}–{high} tokens/s expected</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{layers} of {all} layers on the GPUs, the rest on the processor, {speed}.</source>
        <extracomment>With a count of one: {layers} of {all} layers on the GPU, the rest on the processor, {speed}.</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{speed} tokens a second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{speed}, as measured here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{model} probably does not fit: it needs {needed} of main memory; {free} are free, and {room} of that can be taken without slowing the computer down.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Does not fit: main memory would need {missing} more than can be taken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Q5_K_M is smaller and better.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{quantization} ({size}) runs {layers} of {all} layers on the GPUs and the rest on the processor, with {context:,} tokens of context.</source>
        <extracomment>With a count of one: {quantization} ({size}) runs {layers} of {all} layers on the GPU and the rest on the processor, with {context:,} tokens of context.</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>It takes {needed} of the {free} free in main memory, and writes {speed}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{needed} of the {free} free on the {gpu}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its quality: {quality} (mean KL divergence {divergence:.3f} in published tests).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Second choice: {quantization} ({size}, {speed}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>a token in about {count} seconds</source>
        <extracomment>With a count of one: a token in about {count} second</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>about {speed}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{speed} tokens/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{seconds} s a token expected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{model} is larger than the free memory: it needs {needed}, and {free} are free.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parts of it would be read from the disk for every word: {speed}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{model} cannot be used well on this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Does not fit in memory; read from the disk again and again it would write {speed}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Larger than the free memory, so that parts are read from the disk for every word: {speed}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Runs wholly on the GPUs, {speed}.</source>
        <extracomment>With a count of one: Runs wholly on the GPU, {speed}.</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>On the processor, {speed}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{count} tokens a second</source>
        <extracomment>With a count of one: {count} token a second</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{model} probably does not fit: it needs {needed} of the {gpu}; {free} are free, and {room} of that can be taken without slowing the computer down.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Does not fit: the {gpu} would need {missing} more than can be taken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It would be made from {type}, which has lost as much already: larger than that and no better.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not quantized; Q8_0 is half the size of 16 bits and cannot be told apart in use.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The loss is large: a smaller model in more bits usually answers better.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It would be made from {type}, which loses a little more than from the original.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On this model Q5_K_M is about as large and a little better, because its widths do not divide by 256.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{quantization} ({size}) runs wholly on the GPUs, with {context:,} tokens of context.</source>
        <extracomment>With a count of one: {quantization} ({size}) runs wholly on the GPU, with {context:,} tokens of context.</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{quantization} ({size}) runs on the processor, with {context:,} tokens of context.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It takes {memory}, and writes {speed}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its quality: {quality}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has to be downloaded first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It can be made from the {type} file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading it anyway may fail. A smaller file or a shorter context needs less.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>This model never fits the GPUs whole in a quantization that keeps its quality.</source>
        <extracomment>With a count of one: This model never fits the GPU whole in a quantization that keeps its quality.</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>With {context:,} tokens of context this model does not fit the GPUs whole.</source>
        <extracomment>With a count of one: With {context:,} tokens of context this model does not fit the GPU whole.</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This model would fit the GPUs whole, but only {free} of {total} are free there now.</source>
        <extracomment>With a count of one: This model would fit the GPU whole, but only {free} of {total} are free there now.</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>It is recommended only because this computer has no room for more bits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To make room, the context is {got:,} instead of {wanted:,} tokens and what the model remembers of the conversation (KV cache) is kept in {type}, at a tiny loss.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To make room, the context is {got:,} instead of {wanted:,} tokens.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To make room, what the model remembers of the conversation (KV cache) is kept in {type}, at a tiny loss.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In {quantization} it needs {needed}, and {free} are free in main memory and GPU together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In {quantization} it needs {needed}, and {free} are free in main memory and GPU together, a part of which must stay free for everything else.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In {quantization} it needs {needed}, and {free} are free in main memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In {quantization} it needs {needed}, and {free} are free in main memory, a part of which must stay free for everything else.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That is slower than one reads.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it claims an attention layer every 0 layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A model of up to about {readable} billion parameters in Q4_K_M would run at reading speed here; up to {largest} billion would fit, more slowly.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Closing the programs that use the GPUs would let it run wholly there, in {quantization}.</source>
        <extracomment>With a count of one: Closing the programs that use the GPU would let it run wholly there, in {quantization}.</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{program} ({held})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close other programs: there is hardly any memory left for a model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A model of up to about {billions} billion parameters in Q4_K_M would run well here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Closing {programs} would let it run wholly on the GPU, in {quantization}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With what the model remembers of the conversation (KV cache) in q8_0, at a tiny loss, {quantization} would fit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Closing {program}, which holds {held}, would make room for {quantization}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With {context:,} tokens of context, {quantization} would fit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct it, or leave it out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The stop texts of an answer must be a list of texts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The grammar or the JSON schema of an answer must be a text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} must be a number from {lowest:,g} to {highest:,.10g}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The temperature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Top-k</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Min-p</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The repeat penalty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The presence penalty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The frequency penalty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The window of the penalties</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The longest answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change it in the settings of the answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} must be a whole number from {lowest:,g} to {highest:,.10g}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An answer can be held to a grammar or to a JSON schema, not to both.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An answer can have at most {most} stop texts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A stop text must not be empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A stop text can have at most {most} characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A stop text holds something that is no character.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size} MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{available} of {total} GB free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it does not say how long its sliding window is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it does not say which layers have a sliding window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check with nvidia-smi that its driver works, and that CUDA_VISIBLE_DEVICES does not hide it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check with rocminfo that its driver works, and that HIP_VISIBLE_DEVICES does not hide it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check with vulkaninfo that a Vulkan driver for it is installed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check with sycl-ls that a Level Zero driver for it is installed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No working driver was found for this GPU, so nothing can compute on it. Install its driver and restart the computer; in a container, pass the GPU through.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine finds this GPU but its driver reports no memory, so models are not put on it. Restart the computer or update the GPU's driver.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other programs hold nearly all of this GPU's memory, so models are not put on it. Close what uses it and read the hardware again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine leaves an integrated GPU aside where there is a dedicated one. Nothing needs to be installed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine did not say which GPUs it can use, so it is planned without this one. Read the hardware again, or reinstall the engine if that keeps happening.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This build of the engine uses {used}; a build with {wanted} would use this GPU.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install the engine (llama-cpp-python) built with CMAKE_ARGS={options}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No working driver was found for this GPU, so nothing can compute on it. Install its driver (nvidia.com/drivers, or “Additional Drivers” of your system) and restart the computer; in a container, pass the GPU through.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This build of the engine computes on the processor only; a build with {wanted} would use this GPU.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check that the GPU's driver works.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install the engine (llama-cpp-python) built for this system.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine can use {backend} but does not find this GPU.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading was cancelled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the grammar or the JSON schema, or leave it out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine cannot read this grammar, so no answer can be held to it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model has no token with which the answer could go on in the form that was asked for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer so far is not in the form that was asked for, so that it cannot go on in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With this model an answer that is held to a form cannot be continued.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again: the engine then starts anew. If it happens again, use safer settings or another model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine stopped unexpectedly while running {model}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine gave up on {model}: “{reason}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The computer ran out of {memory} while {model} was running, so the engine was ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close other programs, choose a smaller model or quantization, or use a shorter context.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another program or the system ended the engine that runs {model}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again: the engine then starts anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file of {model} changed or went away while it was in use.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the disk or the download, then choose the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine was built for a newer processor than this computer has.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install a build of QuantChat made for this processor.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine crashed while converting {model}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine crashed while running {model}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine stopped unexpectedly while converting {model}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No model is loaded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a model first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine could not be started: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>If the computer is short of memory, close other programs and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine is of another version than the window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install QuantChat again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine failed twice within five minutes with {model}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use safer settings (processor only, short context) or choose another model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine stopped responding while running {model} and was ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again: the engine then starts anew. If it happens again, choose another model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine sent something that makes no sense while running {model} and was ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine cannot open {model}: its name or that of its folder has characters that are not text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename it, then choose it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This message is too long: with it the prompt has {tokens:,} tokens and the context holds {context:,}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shorten the message or load the model with a longer context.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to answer yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There was not enough free {memory} for {model} as asked for; it was loaded with {changes}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It does not even fit with {changes}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There was not enough free {memory} for {model}; now trying with {changes}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{model} cannot keep its KV cache in q8_0; now trying with {changes}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a file that ends in .gguf.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine could not load {model}: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file may be damaged or made for another version; download it again or take another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine could not load {model}: it gave no reason.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} is empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} is not a GGUF model file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{model} cannot keep the conversation's memory (KV cache) in {type}: the size of its attention heads does not suit that type.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the KV type f16 for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{model} is of the architecture “{architecture}”, which this version of the engine does not know.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A newer QuantChat may run it; until then take another model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{model} is incomplete: parts of the model are missing, as after a download that stopped early.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} is a folder, not a model file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} is no longer where it was.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was moved, renamed or deleted, or its disk is not connected. Choose the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} cannot be read: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the permissions of the file and of its folder, and its disk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is not enough free {memory} for {model} with these settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GPU memory ({device})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>main memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is not enough free {memory} for {model} with these settings: its weights did not fit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is not enough free {memory} for {model} with these settings: the conversation's memory (KV cache) did not fit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is not enough free {memory} for {model} with these settings: the working memory did not fit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine could not compute the next part of this conversation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load the model with a shorter context or with safer settings, or choose another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make it from an F16, BF16 or F32 file of the model instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model is in {source} already, and what {source} lost of the original does not come back: {target} made of it is worse than {target} made of the original.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model is in {source} already, and what {source} lost of the original does not come back: in {target} it only becomes larger, and its answers stay those of {source}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model is in {source} already, and what {source} lost of the original does not come back: made into {source} once more, it stays as it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model is in {source} already, and what {source} lost of the original does not come back: in {target} it becomes larger and no better.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is of another type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>weights are missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its size is wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its header cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close other programs and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the disk, or choose a folder on another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again; if it happens again, the model may be damaged: take another.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} could not be written: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} could not be written: the disk reports an error.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine could not make {model} into {type}: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It makes {types}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{type} keeps so little of each weight that it takes statistics of which weights matter (an importance matrix), which QuantChat cannot make.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download this type ready-made, or make a larger one, such as Q3_K_M.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights of this model are laid out in its file in an unusual way (alignment), which the engine cannot write.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take a file of the model from another publisher.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is already a file called {file}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another name or delete it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} is a folder or a device and not a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} is the model itself, and would be destroyed before it is read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} will be {size} large; with a reserve for other programs that takes {needed} of free space, and its disk has {free}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free some space, or choose a folder on another disk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk became full while {file} was made; what there was of it is removed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free some space, or choose a folder on another disk, then make it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} could not be made because of a fault in QuantChat.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine sent something that makes no sense while converting {model} and was ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} was made, but what lies on the disk is not sound ({fault}), so it is removed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the disk, or choose a folder on another one, then make it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Making {file} was cancelled; nothing is left of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine stopped responding while converting {model} and was ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the disks of the model and of the new file, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine could not make {model} into {type}: it gave no reason.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The computer ran out of memory while {model} was converted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another program or the system ended the engine that converts {model}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file made of {model} could not be written: the disk reports an error.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is not enough free memory to convert {model}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{model} cannot be made into {type}: some of its weights are no numbers, or too large for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model may be damaged: download it again, or choose another type.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} becomes larger than a file may be on its disk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a folder on another disk, or a smaller type.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} could not be made: QuantChat may not write in its folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another folder, or allow writing to this one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} could not be made: its folder does not exist or is not connected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} could not be made: its name is too long.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a shorter one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>about {count} hours</source>
        <extracomment>With a count of one: about an hour</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>a few seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about {seconds} seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>about {count} minutes</source>
        <extracomment>With a count of one: about a minute</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>This model file has no chat template, so QuantChat uses a general one; answers may be worse or ramble.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file may be damaged or made badly; try another file of this model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The chat template inside this model file refuses this conversation: “{reason}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The chat template inside this model file runs without end.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The chat template inside this model file is larger than 256 KiB, which no honest template is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The chat template inside this model file writes without end.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The chat template inside this model file needs more memory than a template may have.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The chat template inside this model file cannot be read ({reason}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The chat template inside this model file fails ({reason}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QuantChat is open already but does not answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QuantChat needs a graphical display and found none (neither DISPLAY nor WAYLAND_DISPLAY is set). Start it from your desktop, or use `quantchat ask "…"` on the command line.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QuantChat needs a graphical display, and the one named by DISPLAY ({display}) does not answer. Start it from your desktop, or use `quantchat ask "…"` on the command line.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install QuantChat again; models that are on this computer can still be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The list of models on offer is broken: {fault}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no model “{name}” on offer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The closest are {models}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{model}” names files but no repository</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{model}” uses more parameters than it has</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” can mean more than one of the models on offer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say which, such as {models}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{model}” names the unknown file type “{file_type}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{model}” gives one SHA-256 for a file in parts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The list of models on offer is missing ({file}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The list of models on offer ({file}) cannot be read: {fault}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{model}” occurs twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the disk reports an error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} answers in a way that is of no use for a download.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again later, or use another network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>The file on offer has {count:,} bytes and not {published:,} as published; it was replaced, or something between here and the server answers in its place.</source>
        <extracomment>With a count of one: The file on offer has {count:,} byte and not {published:,} as published; it was replaced, or something between here and the server answers in its place.</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Look at the model's files again; in a public network sign in with a web browser first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file on offer is not the one that was published before: its publisher has replaced it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at the model's files again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A web page arrived in place of the model file; public networks do this until one has signed in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in to the network with a web browser, then resume the download.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What has arrived is kept; then resume the download.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The download cannot be written: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The download cannot be written: the disk reports an error.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is not enough room for this download: {missing} are still to come, some space has to stay free, and the disk has {free} left.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk of the models folder is full.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk of the models folder does not take files of this size; disks in the format FAT32 end at 4.3 GB.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a models folder on another disk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The name of this model file is too long for the disk of the models folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a models folder on another disk, or another file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QuantChat may not write to the models folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allow writing to it, or choose another models folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The models folder, or a file of this download in it, is no longer there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect the disk that it is on, or start the download again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the disk of the models folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free {size}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free some space.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What had arrived was damaged, so the download started anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file that arrived is not the one that was published: its checksum differs. Nothing of it was kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again; if it happens again, the server or something on the way to it changes the file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A file of this name is being downloaded already, as {model}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait until that is done, or cancel it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The download stopped because of an error in QuantChat itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What has arrived is kept; resume the download.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another QuantChat on this computer is downloading this model just now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait until it is done, or pause it there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model is in the models folder too many times already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove some of its copies.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A file of the same name as the finished download has come into the models folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move that file elsewhere, then resume the download.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file was replaced by its publisher meanwhile, so the download started anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server cannot continue a download, so it started anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{address}” is not a web address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The list of files of {model} is not valid, so it was not downloaded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” cannot be the name of a model file here, so it was not downloaded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No file of {model} in {quantization} is known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paste a name such as “{name}”, or the address of the model's page.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not the name or address of a model at Hugging Face.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{pasted}” is not the name or address of a model at Hugging Face.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{pasted}” is no page of a model at Hugging Face.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a place on this computer and not a model at Hugging Face.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use “Add a model file…” for files that are here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QuantChat lists models of Hugging Face only, and “{pasted}” is somewhere else.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download the file in a web browser and use “Add a model file…”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The address “{address}” of a mirror of Hugging Face is no web address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct {variable}, or start QuantChat without it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the internet connection; models that are on this computer work without it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the internet connection and the proxy; models that are on this computer work without it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{host} could not be reached in {count} seconds.</source>
        <extracomment>With a count of one: {host} could not be reached in {count} second.</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Try again in {count} minutes; people with an access token may ask more often.</source>
        <extracomment>With a count of one: Try again in one minute; people with an access token may ask more often.</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{host} did not give out {model}: it answered in a way that was not expected (HTTP {status}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again later, or look at {page} in a web browser.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection to {host} was cut.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no model “{model}” at {host}, or it is private.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the name; for a private model enter an access token.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} does not give {model} to you.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>See {page} in a web browser, or choose another model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file of {model} is no longer at {host}: its publisher renamed or removed it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at the model's files again, and choose another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again in a few minutes; people with an access token may ask more often.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Try again in {count} seconds; people with an access token may ask more often.</source>
        <extracomment>With a count of one: Try again in {count} second; people with an access token may ask more often.</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>This was stopped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} was asked too often from this computer or network and wants a pause.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file of {model} at {host} is shorter than it was said to be; it was probably changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} may not give out {model} where you are, for legal reasons.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} has a problem of its own at the moment and could not answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The proxy that this computer uses did not let QuantChat through to {host}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the proxy settings of the environment (HTTPS_PROXY).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} stopped answering.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection to {host} is not safe: it could not prove that it is {host}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the date and time of this computer, and whether a firewall or a public network stands in between.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} cannot be reached.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} sends QuantChat in circles and never to the file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} does not accept the access token that QuantChat has: it is mistyped, expired or was deleted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter a new one from {tokens_page}, or remove it; most models need none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The publisher of {model} gives it only to people who are signed in at {host} and accept its terms.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept them at {page}, then enter an access token from {tokens_page}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You have asked for {model}, and its publisher has not decided yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again when you are told that you may have it, or see {page}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You have asked for {model}, and its publisher declined.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The access token that QuantChat has is not permitted to read {model} or models like it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Permit it to read public gated repositories at {tokens_page}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The publisher of {model} asks people to accept its terms first, and with your account this is not done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept them at {page}, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no model “{model}” at {host}, or your account may not see it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This version of {model} is no longer at {host}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network cannot be used, because the proxy address in the environment is not valid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct {variables}, or start QuantChat without them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network cannot be used, because the certificates of this system cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct SSL_CERT_FILE, or start QuantChat without it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A page to sign in to the network may stand in between; open a web browser, or try again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} answered in a way that QuantChat does not understand: its list of files is longer than any real one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} answered in a way that QuantChat does not understand: its list of files cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no model in the GGUF format in {model}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only the first {listed:,} of {total:,} files are listed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{file}” is left out, because not all of its parts are there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look for a repository whose name ends in “GGUF”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} does not say how large the file is, so that it cannot be looked at before downloading.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A file of {model} was changed while QuantChat looked at it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model file at {host} is damaged: its header is longer than any real one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A file of {model} was sent in the wrong order while QuantChat looked at it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A file of {model} was packed on its way while QuantChat looked at it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A file of {model} was sent without its content while QuantChat looked at it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not an access token: it has spaces or characters that no token has.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy it again; tokens of Hugging Face begin with “hf_”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model file cannot be read: {fault}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the disk that it is on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file is one of {parts} parts of a model and was renamed, so that the others cannot be found.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give it back its name, which ends in “{ending}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>This model comes in {files} files, and {count} of them are missing.</source>
        <extracomment>With a count of one: This model comes in {files} files, and one of them is missing.</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Download “{file}” into the same folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a model file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model file is no longer there; it was moved, renamed or deleted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose where it is now, or download it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You are not allowed to read this model file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the permissions of the file or of its folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a folder and not a model file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a device or a pipe and not a model file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Only {count} links to its files go to the trash; the files ({size}) stay where they lead.</source>
        <extracomment>With a count of one: Only a link to its file goes to the trash; the file ({size}) stays where it leads.</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Its {count} files ({size}) go to the trash. The space is free once the trash is emptied.</source>
        <extracomment>With a count of one: Its {count} file ({size}) goes to the trash. The space is free once the trash is emptied.</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Its file “{file}” ({size}) goes to the trash. The space is free once the trash is emptied.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Links that lead nowhere are deleted.</source>
        <extracomment>With a count of one: A link that leads nowhere is deleted.</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Links that lead nowhere go to the trash.</source>
        <extracomment>With a count of one: A link that leads nowhere goes to the trash.</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Only {count} links to its files are deleted; the files ({size}) stay where they lead.</source>
        <extracomment>With a count of one: Only a link to its file is deleted; the file ({size}) stays where it leads.</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Its {count} files ({size}) are deleted at once. This cannot be undone.</source>
        <extracomment>With a count of one: Its {count} file ({size}) is deleted at once. This cannot be undone.</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Its file “{file}” ({size}) is deleted at once. This cannot be undone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only {removed} of the {files} files of this model could be deleted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only {removed} of the {files} files of this model could be moved to the trash.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at its folder and at the trash, and remove or restore the rest there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model could not be removed: {fault}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at the list once more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{model} has changed since it was listed, so it was not deleted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{model} is part of QuantChat and goes only when QuantChat is removed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>another program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{model} belongs to {program}; QuantChat only uses it and does not remove it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove it in {program}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk that this model is on can only be read, so nothing was removed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You are not allowed to remove files from the folder of this model, so nothing was removed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the permissions of the folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete {model} forever?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove {model}?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no folder for it can be made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The trash of this disk cannot be used ({reason}), so nothing was removed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deleting the model forever is possible, but cannot be undone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it does not allow it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The {reader} still does not answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The {reader} did not answer in time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The {reader} failed: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>list of running programs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NVIDIA driver</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>AMD driver</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Intel driver</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Metal driver</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Windows registry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Programs that hold memory are not shown; read the hardware again to retry.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GPUs that only it knows are not shown; read the hardware again to retry.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The NVIDIA driver did not answer: {reason}. Restart the computer or reinstall the driver.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An NVIDIA GPU (number {number}) could not be read: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file of your own assistants could not be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is kept as “{file}” in the data folder; the assistants that come with it are there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The assistants together would take more than {most} MiB, so nothing was saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shorten some system prompts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There can be at most {most} assistants.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete some that you do not use.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{file}” is not there (any more).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the file again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{file}” could not be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look whether QuantChat may use this folder and whether the disk is still there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{file}” could not be written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk is full: “{file}” could not be written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free some space and change the assistant once more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Those that come with QuantChat are there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your conversations file was missing or empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your conversations file was damaged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your conversations file was replaced by one of another program.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To have it saved, free some space and start QuantChat again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{count} conversations could be recovered from the backup of {time}.</source>
        <extracomment>With a count of one: {count} conversation could be recovered from the backup of {time}.</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>QuantChat may not use the folder of your conversations ({folder}): what you write now is gone when QuantChat closes. To have it saved, allow reading and writing there and start QuantChat again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There was no backup to restore, so the list of conversations starts empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk is full or failing: what you write now is gone when QuantChat closes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{count} conversations saved before can be read.</source>
        <extracomment>With a count of one: {count} conversation saved before can be read.</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>It was set aside as “{file}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk is full: what you write now is gone when QuantChat closes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is here already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{file}” is an archive without conversations that QuantChat can read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the archive that ChatGPT sent, or the conversations.json in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{file}” is damaged, so nothing could be read from it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download the archive again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free some space or choose another disk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The backup is empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This backup is damaged or cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk refuses ({fault}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free some space or check it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your conversations were saved by a newer QuantChat than this one. They were left untouched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install the newer version again to see them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk is full: the conversation could not be saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free some space; the text is kept in memory until then.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk is full or failing: the conversation could not be saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free some space or check the disk; the text is kept in memory until then.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The conversation could not be saved: QuantChat may not write its conversations file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allow writing to the file and its folder; the text is kept in memory until then.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another program is using the conversations file, so it could not be opened or changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close any other QuantChat window, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The conversations file is damaged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start QuantChat again: it keeps the damaged file and restores the newest backup.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{others} and {last}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{others} or {last}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answers at once on any computer; for trying things out and for simple rewording.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Very quick on old computers; short summaries and rewording in English.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Small and quick; everyday questions and summaries in English.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Can think step by step, in six European languages.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quick replies and summaries in several languages on modest computers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Good writing and summaries for its size, in several languages.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A dependable all-rounder: conversation, writing, summaries of long texts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Demanding reasoning, writing and code; needs a workstation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tiny and multilingual; short answers on any computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Small, multilingual, good at lists, tables and structured answers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Good at reasoning and mathematics for its size; not for commercial use.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Strong at reasoning, mathematics and many languages.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Careful answers, long instructions and many languages.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close to the largest open models of its time in reasoning and code.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writes, explains and repairs code in many programming languages.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tiny, yet it can think before it answers; over a hundred languages.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quick, with a thinking mode; over a hundred languages.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thinks step by step; strong at mathematics and instructions for its size.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answers without thinking aloud first; follows instructions well and takes very long texts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Strong reasoning, code and tools; thinks before it answers when asked to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A clear step up in reasoning over the 8B; for a good graphics card.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The strongest dense model of its family: reasoning, code, long answers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A mixture of experts: knows as much as a large model and writes as fast as a small one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A fast mixture of experts that answers directly; very long texts, many languages.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A fast mixture of experts for code: writes, explains and uses tools on long projects.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Friendly, fluent English for everyday questions on small computers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Polished writing and explanations; contexts up to 8,192 tokens.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The largest Gemma 2: writing of high quality; contexts up to 8,192 tokens.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Small and quick, with natural English.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Good writing in over a hundred languages; long texts take little memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writes and translates very well in over a hundred languages.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The best writing of its family, in over a hundred languages.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reasoning and mathematics on small computers; long texts take much memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reasoning and mathematics on small computers, in many languages.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reasoning, mathematics and exact instructions in English.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A quick, plain all-rounder for English.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Long texts, stories and many languages.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Strong and quick for its class: instructions, code, European languages.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A mixture of experts for European languages; needs much memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A fast mixture of experts that thinks before it answers; reasoning, code, tools.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fully open, training data included; short answers in English.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fully open, training data included; contexts up to 4,096 tokens.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A small mixture of experts, fully open and very quick without a graphics card.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Summaries, extraction and long documents in twelve languages.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Business documents, summaries and tools in twelve languages.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A tiny mixture of experts; quick on any computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chinese and English, code and long answers.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
