/** For tests of the query plans of lists. */
import pg from 'pg';

/**
 * Disables sequential scans and sorts for new connections to this database, so that plans use them only where no index can
 * serve. A few rows then show the plan of a hundred thousand, regardless of the planner's estimates.
 */
export async function indexesOnly(ownerUrl: string): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    const database = owner.escapeIdentifier(new URL(ownerUrl).pathname.slice(1));
    for (const way of ['enable_seqscan', 'enable_sort'])
      await owner.query(`ALTER DATABASE ${database} SET ${way} = off`);
  } finally {
    await owner.end();
  }
}

export interface Judged {
  /** The number of records. */
  readonly many: number;
  /** Whether the planner considers the cost of an index, as in production; otherwise it uses one wherever it can. */
  readonly byCost: boolean;
}
