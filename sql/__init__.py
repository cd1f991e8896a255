"""The store: facts with two dates, the field list they are kept under, and the files readers open."""
