"""Reports that are issued: the text that is frozen, what stands on the first page of an issue, and the words about them."""
