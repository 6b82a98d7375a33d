"""The rules of the language as tables: types of document, number codes, dates, issuing bodies, numerals."""
