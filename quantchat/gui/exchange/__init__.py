"""Export and import of chats in the window: which file, the work beside the window, what came of it."""
