// Facts that definitions read before a service announces them: the schemas of their records exist already, and will be
// the facts. A resource that is announced is left as announced; when all are, this file has no use.
import { join } from 'node:path';
import type { ServiceDescription } from '@passerelle/platform/runtime/announcements';
import { z } from 'zod';
import { load } from './compose.ts';
import { fieldsAt } from './fields.ts';

const source = 'representation';

/** The descriptions, with the awaited facts of representation. */
export async function withAwaited(
  root: string,
  descriptions: readonly ServiceDescription[],
): Promise<ServiceDescription[]> {
  const awaited = await awaitedFacts(root);
  return descriptions.map((description) => {
    if (description.service !== source) return description;
    const missing = awaited.filter(({ field, fact }) => fieldsAt(description, [fact.resource, field]).length === 0);
    return { ...description, facts: [...description.facts, ...missing.map(({ fact }) => fact)] };
  });
}

interface Awaited {
  /** Shows that the fact is announced. */
  readonly field: string;
  readonly fact: ServiceDescription['facts'][number];
}

async function awaitedFacts(root: string): Promise<Awaited[]> {
  const { fact } = await load(join(root, 'libs/platform/dist/events/facts/index.js'));
  const { describeService } = await load(join(root, 'libs/platform/dist/runtime/announcements/index.js'));
  const { BodyMeetingState } = await schemaOf(root, 'meetings/body-meeting');
  const { FollowUpState } = await schemaOf(root, 'meetings/follow-up');
  const { PositionState } = await schemaOf(root, 'positions/position');
  const { SeatState } = await schemaOf(root, 'seats/seat');
  const held = { heldFrom: z.iso.date().optional(), heldTo: z.iso.date().optional() };
  const shapes = [
    ['bodyMeetings', 'status', BodyMeetingState],
    ['followUps', 'status', FollowUpState],
    ['positions', 'status', PositionState],
    ['seats', 'heldFrom', SeatState.extend(held)],
  ] as const;
  const facts = shapes.map(([resource, , shape]) => fact(resource, 'changed', shape, { summary: 'It changed.' }).kind);
  const named = { service: source, version: '0.0.0', typePrefix: 'awaited' };
  const described: ServiceDescription = describeService({
    ...named,
    operations: [],
    facts,
    codeLists: [],
    products: [],
  });
  return shapes.flatMap(([resource, field]) =>
    described.facts.filter((each) => each.resource === resource).map((each) => ({ field, fact: each })),
  );
}

const schemaOf = (root: string, name: string) => load(join(root, `apps/representation/dist/${name}.schema.js`));
