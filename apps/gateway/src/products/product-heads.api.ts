import type { Database } from '@passerelle/platform/data/database';

// Which products there are, where each ends, and for whom it is.

export interface Place {
  readonly epoch: number;
  readonly sequence: number;
}

/** The present end of a product. */
export interface Head extends Place {
  readonly product: string;
  readonly chain: Buffer;
  readonly recordedAt: Date | null;
}

interface HeadRow extends Record<string, unknown> {
  readonly product: string;
  readonly epoch: number;
  readonly sequence: string;
  readonly chain: Buffer;
  readonly recorded_at: Date | null;
}

const heads = 'SELECT product, epoch, sequence, chain, recorded_at FROM data_product';

const headOf = ({ sequence, recorded_at: recordedAt, ...row }: HeadRow): Head => ({
  ...row,
  sequence: Number(sequence),
  recordedAt,
});

export async function allHeads(db: Database): Promise<Head[]> {
  const rows = await db.prepared<HeadRow>(`${heads} ORDER BY product`, []);
  return rows.map(headOf);
}

export async function findHead(db: Database, product: string): Promise<Head | undefined> {
  const [row] = await db.prepared<HeadRow>(`${heads} WHERE product = $1`, [product]);
  return row === undefined ? undefined : headOf(row);
}

/** Whether a product is for those of a party: its own, or a public one. */
export function isFor(party: string | undefined, product: string): boolean {
  const [family, , region] = product.split('.');
  return family === 'public' || (family === 'party' && party !== undefined && region === party);
}
