import { actsOf, Life } from '@passerelle/platform/features/lives';
import { languageIncomplete } from '@passerelle/platform/kernel/problems';
import { listFull } from '../../shared/acts/bounded-list.js';
import { JointAct } from '../joint-work.js';
import { editionExists, type JointProgrammeRecord } from './joint-programme.entity.js';
import { editionExample } from './joint-programme.example.js';
import { programmeEnded, programmeRenewed } from './joint-programme.facts.js';
import { mostEditions, ProgrammeEdition, type ProgrammeStatus } from './joint-programme.schema.js';

const act = actsOf<JointProgrammeRecord, ProgrammeStatus>();

export const jointProgrammeLife = new Life({
  renew: act({
    from: ['running'],
    to: 'running',
    summary: 'Record the action programme of a year',
    asks: ProgrammeEdition,
    isPossible: ({ editions }) => editions.length < mostEditions,
    does: (programme, given, { today }) => programme.renew(given, today),
    fact: (programme) => programmeRenewed(programme),
    refuses: [editionExists, listFull, languageIncomplete],
    examples: { first: editionExample },
  }),
  end: act({
    from: ['running'],
    to: 'ended',
    summary: 'Record the end of a joint programme',
    asks: JointAct,
    does: (programme, given, { today }) => programme.end(given, today),
    fact: (programme) => programmeEnded(programme),
    refuses: [languageIncomplete],
    examples: { onTheDay: { on: '2025-05-04' } },
  }),
});
