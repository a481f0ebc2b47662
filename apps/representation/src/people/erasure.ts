import type { Tx } from '@passerelle/platform/data/database';
import { eraseReasons, rewriteReplies } from '@passerelle/platform/data/request-transaction';
import { z } from 'zod';
import { releaseMandates } from '../seats/mandates.api.js';

// What this service keeps of a person besides the record, which is saved by now. Facts carry nothing but the id.

/** In the transaction that erases the person, whose lock keeps others from referring to it meanwhile. */
export async function eraseTraces(tx: Tx, personId: string): Promise<void> {
  const mandates = await releaseMandates(tx, personId);
  // The reason for a change of a mandate is about its person, too.
  await eraseReasons(tx, [personId, ...mandates]);
  await rewriteReplies(tx, personId, (answer) => withoutPerson(answer, personId));
}

const Answer = z.looseObject({ id: z.uuid() });

/** Not removed: a registration that is sent again would register the person again. */
function withoutPerson(answer: unknown, personId: string): unknown {
  const { data } = Answer.safeParse(answer);
  if (data === undefined) return answer;
  if (data.id !== personId) return { ...data, personId: undefined };
  return { ...data, name: undefined, email: undefined, phone: undefined, languages: [], functions: [] };
}
