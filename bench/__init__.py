"""What the pages cost: measured against references in the same run, never in a test."""
