"""The rules of the language as tables: kinds of document, number codes, dates, issuing bodies, numerals."""
