/** What the data products of a service must never have: each suite looks at the end, whatever it did. */
import pg from 'pg';

const isHidden = (product: string, data: string): string => `(
  ${data} ->> 'classification' = 'restricted' OR ${data} ? 'retractedAt'
  OR (${product} = 'public' AND ${data} ->> 'classification' <> 'public')
  OR (${product} LIKE 'party.%' AND NOT ${data} -> 'parties' ? substr(${product}, 7)))`;

/** Rows that their reader may not see; and last rows of records that their reader sees no more, which do not say that they left. */
const leaking = `
  WITH outside AS (
    SELECT product, aggregate_id, type, position, data::jsonb AS data FROM event_log
     WHERE product <> 'internal'),
  final AS (
    SELECT DISTINCT ON (product, aggregate_id) product, aggregate_id, type FROM outside
     ORDER BY product, aggregate_id, position DESC),
  state AS (
    SELECT DISTINCT ON (aggregate_id) aggregate_id, data::jsonb AS state FROM event_log
     WHERE product = 'internal' ORDER BY aggregate_id, position DESC)
  SELECT product || ' ' || type || ' ' || aggregate_id AS found FROM outside
   WHERE type NOT LIKE '%.left' AND ${isHidden('product', 'data')}
   UNION
  SELECT product || ' did not leave ' || type || ' ' || aggregate_id FROM final JOIN state USING (aggregate_id)
   WHERE type NOT LIKE '%.left' AND ${isHidden('product', 'state')}`;

export async function leaksOf(ownerUrl: string): Promise<string[]> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    const { rows } = await owner.query<{ found: string }>(leaking);
    return rows.map(({ found }) => found);
  } finally {
    await owner.end();
  }
}

export async function refuseLeaks(ownerUrl: string): Promise<void> {
  const found = await leaksOf(ownerUrl);
  if (found.length > 0) throw new Error(`data products have what their readers may not see:\n${found.join('\n')}`);
}
