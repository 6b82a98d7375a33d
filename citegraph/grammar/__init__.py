"""The grammar of the domain: number codes, dates, issuers, law names, titles, numerals."""
