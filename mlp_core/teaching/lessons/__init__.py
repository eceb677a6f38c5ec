"""What a step shows beyond its numbers; nobody types an answer here."""
