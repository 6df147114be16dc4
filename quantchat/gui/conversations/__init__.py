"""The sidebar's conversations: list, folders, search, trash."""
