"""From a string to a block of documents: repair, boilerplate, language, sentences, tokens, quotations."""
