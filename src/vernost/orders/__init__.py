"""Orders, their lines, payments and refunds; import and export of both bases."""
