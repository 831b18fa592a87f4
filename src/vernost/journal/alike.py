"""Very many entries at once, set by set: what a refresh of a million clients has to tell."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder

from vernost.core import bulk
from vernost.journal.errors import IncompleteEntry
from vernost.journal.kinds import known
from vernost.journal.models import Entry
from vernost.journal.write import _demand_transaction

if TYPE_CHECKING:
    import pyarrow as pa

SAME = (  # of each sample as it stands
    "kind", "actor_kind", "employee_id", "address", "subject_type", "subject_id", "in_audit",
    "changes", "data",
)  # fmt: skip
_JSON = frozenset({"changes", "data"})


def record_alike(samples: Sequence[Entry], *, which: pa.Array, client_ids: pa.Array, at: pa.Array) -> int:
    """An entry for each client of ``client_ids`` (int64), like ``samples[which]``, of the moment ``at``
    (timestamps in UTC, best as a dictionary).

    The samples come from ``draft``, which checks that nothing of their text is missing. What ``record``
    promises holds: in the transaction of the change, of a declared kind, shown where the kind says.
    """
    import pyarrow as pa

    _demand_transaction("record_alike")
    indices = pa.array(which, pa.int64())
    columns: dict[str, Any] = {"client_id": client_ids, "at": at}
    columns["in_timeline"] = pa.DictionaryArray.from_arrays(
        indices, pa.array([_in_timeline(one) for one in samples], pa.bool_())
    )
    for name in SAME:
        values = [getattr(one, name) for one in samples]
        if name in _JSON:
            values = [json.dumps(value, cls=DjangoJSONEncoder) for value in values]
        columns[name] = pa.DictionaryArray.from_arrays(indices, pa.array(values))
    table = pa.table(columns)
    bulk.append(Entry._meta.db_table, table)
    return int(table.num_rows)


def _in_timeline(sample: Entry) -> bool:
    declared = known(sample.kind)
    if declared is None:
        raise IncompleteEntry(sample.kind, frozenset({"kind"}))
    return declared.timeline
