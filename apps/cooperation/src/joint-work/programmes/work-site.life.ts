import { actsOf, Life } from '@passerelle/platform/features/lives';
import { languageIncomplete, missingPermission, recordClosed } from '@passerelle/platform/kernel/problems';
import { listFull } from '../../shared/acts/bounded-list.js';
import { notAParty } from '../../shared/acts/participants.js';
import { JointAct, JointEnd, refuseForAnother } from '../joint-work.js';
import { isProgrammeRunning, runningProgramme } from './programme-of-site.js';
import type { WorkSiteRecord } from './work-site.entity.js';
import { workSiteClosed, workSiteDropped, workSiteOpened, workSiteSupported } from './work-site.facts.js';
import { mostSupports, Opening, Support, type WorkSiteStatus } from './work-site.schema.js';

const act = actsOf<WorkSiteRecord, WorkSiteStatus>();

// A site is opened only with recorded support, and after the steering group has discussed it.
export const workSiteLife = new Life({
  support: act({
    from: ['proposed', 'supported'],
    to: 'supported',
    by: 'party',
    summary: 'Record that a region or an organisation supports a work site',
    asks: Support,
    isPossible: ({ supportRecorded }) => supportRecorded.length < mostSupports,
    does: (site, given, context) => {
      refuseForAnother(context, given.party);
      site.support(given, context.today);
    },
    fact: (site) => workSiteSupported(site),
    refuses: [missingPermission, notAParty, listFull],
    examples: { flanders: { party: 'BE-VLG', on: '2025-04-20', source: 'Letter of 20 April 2025' } },
  }),
  open: act({
    from: ['supported'],
    to: 'open',
    summary: 'Record that a work site was opened, after the steering group',
    asks: Opening,
    isPossible: ({ jointProgrammeId }, { tx }) => isProgrammeRunning(tx, jointProgrammeId),
    does: async (site, given, { tx, today }) => {
      site.open(given, today);
      await runningProgramme(tx, site.jointProgrammeId);
    },
    fact: (site) => workSiteOpened(site),
    refuses: [recordClosed],
    examples: { afterwards: { on: '2025-05-04', steeringGroupOn: '2025-04-28' } },
  }),
  close: act({
    from: ['open'],
    to: 'closed',
    summary: 'Record that the work on a site was completed',
    asks: JointAct,
    does: (site, given, { today }) => site.advance(given, today),
    fact: (site) => workSiteClosed(site),
    refuses: [languageIncomplete],
    examples: { onTheDay: { on: '2025-05-04' } },
  }),
  drop: act({
    from: ['proposed', 'supported', 'open'],
    to: 'dropped',
    summary: 'Record that a work site was abandoned',
    asks: JointEnd,
    does: (site, given, { today }) => site.advance(given, today),
    fact: (site) => workSiteDropped(site),
    refuses: [languageIncomplete],
    examples: { noSupport: { on: '2025-05-04', reason: { fr: 'Plus de soutien.', nl: 'Geen draagvlak meer.' } } },
  }),
});
