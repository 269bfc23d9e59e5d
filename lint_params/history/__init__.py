"""How models develop: revisions, and the baseline that growth is measured against."""
