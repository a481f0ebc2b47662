import { Database, type Tx } from '@passerelle/platform/data/database';
import { classificationOf, RecordOperations, VisibilityCascade } from '@passerelle/platform/features/records';
import { languageIncomplete, unknownReference } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { BodyEnds } from '../shared/body-ends.js';
import { bodyExample } from '../examples.js';
import { BodyRecord, bodyWithinItself } from './body.entity.js';
import { bodyChanged, bodyRegistered, bodyRetracted } from './body.facts.js';
import { bodyLife } from './body.life.js';
import { bodies, Body, BodyChange, NewBody } from './body.schema.js';

@RecordOperations({
  of: BodyRecord,
  many: 'bodies',
  one: 'body',
  scope: 'representation',
  returns: Body,
  list: { summary: 'List bodies in which the Region is represented', collection: bodies },
  read: { summary: 'Read a body' },
  create: {
    act: 'register',
    summary: 'Register a body',
    body: NewBody,
    make: async (name, terms, { tx }) => {
      await lineageOf(tx, terms.parentBodyId);
      return BodyRecord.register(name, terms);
    },
    fact: bodyRegistered,
    refuses: [languageIncomplete],
    examples: { urbanDevelopment: bodyExample },
  },
  change: {
    summary: 'Correct a body',
    body: BodyChange,
    apply: async (body, terms: BodyChange, { tx }) => {
      if (terms.parentBodyId) await lockLineages(tx);
      body.change(terms, await lineageOf(tx, terms.parentBodyId));
    },
    fact: bodyChanged,
    refuses: [bodyWithinItself, languageIncomplete],
    examples: { votes: { voting: true } },
  },
  retract: { summary: 'Take back a body that was registered in error', fact: bodyRetracted },
  life: bodyLife,
  cascade: {
    copies: ({ endedOn, ...body }) => ({ endedOn, ...classificationOf(body) }),
    follow: async ({ ends, visibility }: Bodies, tx, body) => {
      const { id, endedOn } = body;
      await visibility.follow(tx, 'body_id', id, classificationOf(body));
      if (endedOn !== null) await ends.announce(tx, { id, endedOn });
    },
  },
})
export class Bodies {
  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
    readonly ends: BodyEnds,
    readonly visibility: VisibilityCascade,
  ) {}
}

/**
 * Without this lock, two bodies that are moved below each other concurrently would each see the other's old parent. It waits for
 * other moves only, never for a row: who has locked a parent can finish.
 */
async function lockLineages(tx: Tx): Promise<void> {
  await tx.query('LOCK TABLE body IN SHARE UPDATE EXCLUSIVE MODE');
}

/**
 * The named parent and all its ancestors; empty if no parent is named, or null. A share lock keeps the parent from being taken back
 * in the meantime; its ancestors cannot be, as bodies refer to them.
 */
async function lineageOf(tx: Tx, id: string | null | undefined): Promise<string[]> {
  if (!id) return [];
  const parents = await tx.query<unknown[]>('SELECT 1 FROM body WHERE id = $1 AND retracted_at IS NULL FOR SHARE', [
    id,
  ]);
  if (parents.length === 0) throw unknownReference('parentBodyId');
  const lineage = await tx.query<{ id: string }[]>(
    `WITH RECURSIVE lineage AS (
       SELECT id, parent_body_id FROM body WHERE id = $1
       UNION SELECT body.id, body.parent_body_id FROM body JOIN lineage ON body.id = lineage.parent_body_id)
     SELECT id FROM lineage`,
    [id],
  );
  return lineage.map((body) => body.id);
}
