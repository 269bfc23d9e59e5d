"""The words and figures behind a number: what each weight is, where its sizes come from, how it grows."""
