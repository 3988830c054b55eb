"""What can be asked of a small flow table and concordance, for the tests of the store."""

from pathlib import Path

from lustra.store.flows import held_concordance, held_flows
from lustra.usecases.trade.flow_tables import flow_problems, table_for


def flow_state(root: Path, name: str = "baci") -> object:
    """Everything that can be asked of a flow table."""
    with table_for(root, name) as table:
        rows = table.connection.execute(f"SELECT * FROM {table.sql} ORDER BY ALL").fetchall()
    return rows, table.profile, flow_problems(root, name), held_flows(root, name).manifest


def concordance_state(root: Path) -> object:
    """Everything that can be asked of the concordance."""
    return held_concordance(root)
