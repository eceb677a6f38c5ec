"""What an address may say, and how pages read and write it."""
