import type { Tx } from '@passerelle/platform/data/database';
import { total, type CellMove, type KeyMove, type Moves } from './cells.js';
import type { Definition } from './definition.schema.js';

const place = 'period text, dimension text, value text';
const sameCell =
  'kept.definition = $1 AND kept.version = $2 AND kept.period = move.period AND kept.dimension = move.dimension AND kept.value = move.value';

const moveCells = `
  INSERT INTO cell AS kept (definition, version, period, dimension, value, contributions, numerator, denominator, touched_at)
  SELECT $1, $2, period, dimension, value, contributions, numerator, denominator, $4
    FROM json_to_recordset($3) AS move (${place}, contributions int, numerator numeric, denominator numeric)
  ON CONFLICT (definition, version, period, dimension, value) DO UPDATE SET
    contributions = kept.contributions + excluded.contributions, numerator = kept.numerator + excluded.numerator,
    denominator = kept.denominator + excluded.denominator, touched_at = greatest(kept.touched_at, excluded.touched_at)`;

const dropEmptyCells = `
  DELETE FROM cell AS kept USING json_to_recordset($3) AS move (${place}) WHERE ${sameCell} AND kept.contributions = 0`;

// A key counts from its first contribution to its last: the row's count before and after shows whether this is the
// first or the last.
const moveKeys = `
  WITH move AS (SELECT * FROM json_to_recordset($3) AS given (${place}, key text, contributions int)),
  moved AS (
    INSERT INTO cell_key AS kept (definition, version, period, dimension, value, key, contributions)
    SELECT $1, $2, period, dimension, value, key, contributions FROM move
    ON CONFLICT (definition, version, period, dimension, value, key) DO UPDATE SET contributions = kept.contributions + excluded.contributions
    RETURNING period, dimension, value, key, contributions)
  SELECT period, dimension, value,
         sum(CASE WHEN moved.contributions = move.contributions THEN 1 WHEN moved.contributions = 0 THEN -1 ELSE 0 END)::int AS keys
    FROM moved JOIN move USING (period, dimension, value, key) GROUP BY period, dimension, value`;

const dropEmptyKeys = `
  DELETE FROM cell_key AS kept USING json_to_recordset($3) AS move (${place}, key text)
   WHERE ${sameCell} AND kept.key = move.key AND kept.contributions = 0`;

/**
 * `at` is the latest instant of the moves: for that instant or later, the stored figure is right. The total is touched
 * even if it stays the same, so that `touched_at` shows whether anything moved in its period.
 */
export async function moveFigures(tx: Tx, definition: Definition, moves: Moves, at: string): Promise<void> {
  const { code, version, sharedKeys } = definition;
  const counted = sharedKeys ? await countKeys(tx, definition, moves.cells(), moves.keys()) : moves.cells();
  const moved = counted.filter((cell) => cell.dimension === total.dimension || isMove(cell));
  if (moved.length === 0) return;
  const rows = JSON.stringify(moved);
  await tx.query(moveCells, [code, version, rows, at]);
  await tx.query(dropEmptyCells, [code, version, rows]);
}

const isMove = ({ contributions, numerator, denominator }: CellMove): boolean =>
  contributions !== 0 || numerator !== 0 || denominator !== 0;

/** If keys are shared, the numerator is the number of keys, however many contributions each has. */
async function countKeys(
  tx: Tx,
  { code, version }: Definition,
  cells: readonly CellMove[],
  keys: readonly KeyMove[],
): Promise<CellMove[]> {
  const values = [code, version, JSON.stringify(keys)];
  const rows = await tx.query<{ period: string; dimension: string; value: string; keys: number }[]>(moveKeys, values);
  await tx.query(dropEmptyKeys, values);
  const counted = new Map(rows.map((row) => [JSON.stringify([row.period, row.dimension, row.value]), row.keys]));
  return cells.map((cell) => ({
    ...cell,
    numerator: counted.get(JSON.stringify([cell.period, cell.dimension, cell.value])) ?? 0,
  }));
}
