import { systemActor } from '@passerelle/platform/data/request-transaction';
import type { Database, Tx } from '@passerelle/platform/data/database';
import type { Definition } from './definition.schema.js';
import { catchUp, passMidnights, sourcesOf } from './projection.js';

const upkeep = systemActor('upkeep');

/**
 * Brings every definition to the end of the ledger and past every midnight up to `midnight`. `stop` interrupts it
 * between two transactions: positions say where to resume.
 */
export async function keepUp(
  db: Database,
  definitions: readonly Definition[],
  midnight: string,
  stop?: AbortSignal,
): Promise<void> {
  await admit(db, definitions);
  const behind = await standing(db, lagging, []);
  for (const definition of definitions) {
    const sources = sourcesOf(definition).filter((source) => behind.has(placeOf(definition, source)));
    for (const source of sources)
      await untilDone(() => db.transaction(upkeep, (tx) => catchUp(tx, definition, source)), stop);
  }
  const due = await standing(db, expectant, [midnight]);
  for (const definition of definitions) {
    const rules = definition.rules.filter(({ source }) => due.has(placeOf(definition, source)));
    for (const rule of rules)
      await untilDone(() => db.transaction(upkeep, (tx) => passMidnights(tx, definition, rule, midnight)), stop);
  }
}

/** Deletes all figures; `keepUp` computes them again. */
export async function forgetFigures(tx: Tx): Promise<void> {
  for (const table of [
    'contribution',
    'cell',
    'cell_key',
    'indicator_root',
    'indicator_member',
    'indicator_position',
  ]) {
    await tx.query(`DELETE FROM ${table}`);
  }
}

/** Definitions whose next fact is in the ledger already. */
const lagging = `
  SELECT definition, version, source FROM indicator_position AS own
   WHERE EXISTS (SELECT 1 FROM ledger WHERE ledger.source = own.source AND ledger.sequence = own.sequence + 1)`;

const expectant = 'SELECT DISTINCT definition, version, source FROM indicator_root WHERE next_at <= $1';

interface Place {
  readonly definition: string;
  readonly version: number;
  readonly source: string;
}

const nameOf = ({ definition, version, source }: Place): string => `${definition} ${version} ${source}`;
const placeOf = ({ code, version }: Definition, source: string): string =>
  nameOf({ definition: code, version, source });

async function standing(db: Database, sql: string, values: readonly unknown[]): Promise<Set<string>> {
  return new Set((await db.query<Place>(sql, values)).map(nameOf));
}

/** A new definition starts before the first fact of each source that it reads. */
async function admit(db: Database, definitions: readonly Definition[]): Promise<void> {
  const places = definitions.flatMap((definition) =>
    sourcesOf(definition).map((source) => ({ definition: definition.code, version: definition.version, source })),
  );
  await db.query(
    `INSERT INTO indicator_position (definition, version, source, sequence)
     SELECT definition, version, source, 0 FROM json_to_recordset($1) AS given (definition text, version int, source text)
     ON CONFLICT DO NOTHING`,
    [JSON.stringify(places)],
  );
}

async function untilDone(step: () => Promise<boolean>, stop?: AbortSignal): Promise<void> {
  for (let more = true; more && stop?.aborted !== true; more = await step());
}
