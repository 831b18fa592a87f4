"""Ways to compare that say which index may find the rows."""

from __future__ import annotations

from typing import Any

from django.db.models import Field, ForeignObject, Lookup


@Field.register_lookup
@ForeignObject.register_lookup
class Beside(Lookup):
    """``owner_id__beside=[1, 2]`` is ``owner_id IN (1, 2)`` in rows that another index finds.

    SQLite knows nothing of how rows are spread: wherever an owner is compared it takes the owner's index, and
    then sorts a quarter of the base for the fifty rows that the order's own index would have met at once.
    """

    lookup_name = "beside"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> Any:
        return "(" + ", ".join(["%s"] * len(value)) + ")", list(value)

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        column, parameters = self.process_lhs(compiler, connection)
        values, given = self.process_rhs(compiler, connection)
        plus = "+" if connection.vendor == "sqlite" else ""
        return f"{plus}{column} IN {values}", [*parameters, *given]


@Field.register_lookup
class Literally(Lookup):
    """``bond__literally="forced"``, ``state__literally=("placed", "paid")``: equal to a word of the code or
    to one of several, written into the SQL as they stand.

    An index over the few rows that have the words is used only where the planner can read them.
    """

    lookup_name = "literally"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        words = [str(word) for word in (self.rhs if isinstance(self.rhs, tuple) else (self.rhs,))]
        for word in words:
            if not word.isidentifier():
                raise ValueError(f"{word!r} is no word of the code")
        column, parameters = self.process_lhs(compiler, connection)
        listed = ", ".join(f"'{word}'" for word in words)
        return f"{column} IN ({listed})" if len(words) > 1 else f"{column} = {listed}", parameters
