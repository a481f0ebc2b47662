import type { DataSource } from 'typeorm';
import type { Product } from './fact.js';
import { compose, readLog, type Publisher } from './outbox.js';

/** Every fact of a data product from the log, in order, with the same bytes as in the stream: for rebuilding and for proof. */
export async function* replay(
  source: DataSource,
  publisher: Publisher,
  product: Product,
  after = 0,
): AsyncGenerator<{ sequence: number; subject: string; bytes: Uint8Array }> {
  for (let position = after; ;) {
    const rows = await readLog(source, product, position, 500);
    for (const row of rows) yield { sequence: Number(row.pub_seq), ...compose(row, publisher, product) };
    const last = rows.at(-1);
    if (last === undefined) return;
    position = Number(last.pub_seq);
  }
}
