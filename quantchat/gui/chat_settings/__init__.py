"""How one chat is answered: its assistant, system prompt and sampling, and the assistants themselves."""
