"""What runs that are over have to say, alone and side by side; nothing here trains."""
