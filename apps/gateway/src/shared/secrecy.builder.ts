/** For tests: every place where a secret could be found again. */
import type { DoorStage } from '@passerelle/testing/door-stage';

type Door = DoorStage['door'];

/** Every row of every table, as text. */
export async function stored({ database }: Door): Promise<string> {
  const tables = await database.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`,
  );
  const rows = tables.map(({ name }) => database.query<{ row: string }>(`SELECT t::text AS row FROM "${name}" t`));
  return (await Promise.all(rows))
    .flat()
    .map(({ row }) => row)
    .join('\n');
}
