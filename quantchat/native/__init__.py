"""What the processes that hold llama.cpp share: how they are started, confined, spoken with and listened to."""
