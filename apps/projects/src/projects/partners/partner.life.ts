import { actsOf, Life } from '@passerelle/platform/features/lives';
import { languageIncomplete, recordClosed } from '@passerelle/platform/kernel/problems';
import type { PartnerRecord, Presence } from './partner.entity.js';
import { partnerLeft } from './partner.facts.js';
import { Departure } from './partner.schema.js';
import { projectOf, reviewConsortium } from './project-of-partner.js';

const act = actsOf<PartnerRecord, Presence>();

export const partnerLife = new Life({
  leave: act({
    from: ['active'],
    // A list, as its status is `active`, which the rule sets.
    to: ['left'],
    summary: 'Record that a partner left the project; its record stays',
    asks: Departure,
    isPossible: async (partner, { tx }) => partner.origin === 'imported' || !(await projectOf(tx, partner)).over,
    does: async (partner, given, { tx, today }) => partner.leave(given, today, await projectOf(tx, partner)),
    fact: (partner) => partnerLeft(partner),
    follows: (partner, _, { tx }) => reviewConsortium(tx, partner),
    refuses: [recordClosed, languageIncomplete],
    examples: { replaced: { on: '2026-06-30' } },
  }),
});
