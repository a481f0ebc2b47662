import { actsOf, Life } from '@passerelle/platform/features/lives';
import type { BodyRecord } from './body.entity.js';
import { bodyEnded } from './body.facts.js';
import { BodyEnd, type BodyStatus } from './body.schema.js';

const act = actsOf<BodyRecord, BodyStatus>();

export const bodyLife = new Life({
  end: act({
    from: ['active'],
    to: 'ended',
    summary: 'Record that a body ended; its seats and their mandates end with it',
    asks: BodyEnd,
    does: (body, given, { today }) => body.end(given, today),
    fact: (body) => bodyEnded(body),
    examples: { endOfYear: { on: '2025-01-01' } },
  }),
});
