import { findOrRefuse, type Tx } from '@passerelle/platform/data/database';
import { recordClosed, refusal } from '@passerelle/platform/kernel/problems';
import { BodyRecord } from './body.entity.js';

/** A seat takes its defaults and its classification from its body. */
export type BodyContext = Pick<BodyRecord, 'id' | 'level' | 'objective' | 'classification'>;

/** A share lock keeps the body from ending, and from being taken back, while a seat is added. */
export async function lockedBody(tx: Tx, id: string): Promise<BodyContext> {
  await tx.query('SELECT 1 FROM body WHERE id = $1 FOR SHARE', [id]);
  const body = await findOrRefuse(tx, BodyRecord, id);
  if (body.status === 'ended') throw refusal(recordClosed, { ref: body.ref });
  return body;
}
