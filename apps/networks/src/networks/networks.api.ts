import type { Tx } from '@passerelle/platform/data/database';

export async function networkExists(tx: Tx, id: string): Promise<boolean> {
  return (await tx.query<unknown[]>('SELECT 1 FROM network WHERE id = $1', [id])).length > 0;
}
