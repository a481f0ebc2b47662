import { actsOf, Life, type Asking } from '@passerelle/platform/features/lives';
import { languageIncomplete } from '@passerelle/platform/kernel/problems';
import { NetworkAct } from '../acts.js';
import { membershipContext } from '../memberships/memberships.api.js';
import { membershipNotActive, nearDays, type OfficeRecord } from './office.entity.js';
import { officeEnded, officeEndNear, officeLost, officeTaken, officeWon } from './office.facts.js';
import type { OfficeStatus } from './office.schema.js';

const act = actsOf<OfficeRecord, OfficeStatus>();
const common = { asks: NetworkAct, refuses: [languageIncomplete], examples: { onTheDay: { on: '2020-11-30' } } };

const isCovered = async (office: OfficeRecord, { tx }: Pick<Asking, 'tx'>): Promise<boolean> =>
  office.isCovered(await membershipContext(tx, office.membershipId));

const acts = {
  win: act({
    ...common,
    from: ['candidate'],
    to: 'elected',
    summary: 'Record that the network elected the member',
    isPossible: (office, asking) => office.canBeWon() && isCovered(office, asking),
    does: async (office, given, { tx, today }) =>
      office.win(given, today, await membershipContext(tx, office.membershipId)),
    fact: (office) => officeWon(office),
    refuses: [languageIncomplete, membershipNotActive],
  }),
  lose: act({
    ...common,
    from: ['candidate'],
    to: 'notElected',
    summary: 'Record that another candidate won the office',
    does: (office, given, { today }) => office.advance(given, today),
    fact: (office) => officeLost(office),
  }),
  take: act({
    ...common,
    from: ['candidate', 'elected'],
    to: 'inOffice',
    summary: 'Record that the member took office',
    isPossible: (office, asking) => office.canBeTaken() && isCovered(office, asking),
    does: async (office, given, { tx, today }) =>
      office.take(given, today, await membershipContext(tx, office.membershipId)),
    fact: (office) => officeTaken(office),
    refuses: [languageIncomplete, membershipNotActive],
  }),
  end: act({
    ...common,
    from: ['inOffice'],
    to: 'ended',
    summary: 'Record the last day in office',
    does: (office, given, { today }) => office.end(given, today),
    fact: (office) => officeEnded(office),
  }),
};

export const officeLife = new Life(acts, {
  clock: {
    endNear: {
      from: ['inOffice'],
      to: 'inOffice',
      after: 'termEndsOn',
      daysBefore: nearDays,
      once: 'endNearOn',
      does: (office) => office.comeNear(),
      fact: officeEndNear,
    },
  },
});
