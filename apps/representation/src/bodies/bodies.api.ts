import type { Tx } from '@passerelle/platform/data/database';
import { refusal, resourceNotFound } from '@passerelle/platform/kernel/problems';

/** Defaults of a seat that it takes from its body. */
export interface BodyContext {
  readonly level: string;
  readonly objective: string;
}

export async function bodyContext(tx: Tx, id: string): Promise<BodyContext> {
  const [body] = await tx.query<BodyContext[]>('SELECT level, objective FROM body WHERE id = $1', [id]);
  if (body === undefined) throw refusal(resourceNotFound);
  return body;
}
