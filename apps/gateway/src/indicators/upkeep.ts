import { machine } from '@passerelle/platform/acts';
import type { Database, Tx } from '@passerelle/platform/database';
import type { Definition } from './definition.schema.js';
import { catchUp, passMidnights, sourcesOf } from './projection.js';

const upkeep = machine('upkeep');

/** Brings every definition to the end of the ledger and past every midnight up to `midnight`. */
export async function keepUp(db: Database, definitions: readonly Definition[], midnight: string): Promise<void> {
  await admit(db, definitions);
  const behind = await standing(db, lagging, []);
  for (const definition of definitions) {
    const sources = sourcesOf(definition).filter((source) => behind.has(placeOf(definition, source)));
    for (const source of sources)
      await untilDone(() => db.transaction(upkeep, (tx) => catchUp(tx, definition, source)));
  }
  const due = await standing(db, expectant, [midnight]);
  for (const definition of definitions) {
    const rules = definition.rules.filter(({ source }) => due.has(placeOf(definition, source)));
    for (const rule of rules)
      await untilDone(() => db.transaction(upkeep, (tx) => passMidnights(tx, definition, rule, midnight)));
  }
}

/** As if no figure had ever been computed; `keepUp` computes them again. */
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

/** Those whose next fact stands in the ledger already. */
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

/** A definition that is new here starts before the first fact of each source that it reads. */
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

async function untilDone(step: () => Promise<boolean>): Promise<void> {
  for (let more = true; more; more = await step());
}
