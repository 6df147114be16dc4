"""One turn of a conversation, from "send" to "stored", with plain callbacks and no Qt."""
