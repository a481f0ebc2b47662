/**
 * The records that the writers write, all invented: they are created, corrected and moved through their states, at a
 * known version.
 */

export interface Ask {
  method: 'POST' | 'PATCH';
  /** The path after `/v1`. */
  path: string;
  /** Sent as If-Match. */
  version?: number;
  body: object;
}

/** A record that a writer knows: its address and version, and the rest of its acts. */
export interface Kept {
  path: string;
  id: string;
  version: number;
  taken: number;
  life: Life;
}

export interface Step {
  /** `number` of the intent, for values that must be unique. */
  ask(of: Kept, number: number): Ask;
  /** If the answer is another record, that one gets its own acts. */
  opens?: { path: string; life: Life };
}

export type Life = readonly Step[];

/** Steps that create a record without a parent. */
export const ground: Kept = { path: '', id: '', version: 0, taken: 0, life: [] };

type Body = (of: Kept, number: number) => object;

export const begin = (path: string, life: Life, body: Body, address = (_: Kept) => path): Step => ({
  opens: { path, life },
  ask: (of, number) => ({ method: 'POST', path: address(of), body: body(of, number) }),
});

const act = (name: string, body: object): Step => ({
  ask: ({ path, id, version }) => ({ method: 'POST', path: `${path}/${id}/${name}`, version, body }),
});

export const transition = (name: string, body: object): Step => act('transitions', { transition: name, ...body });

export const correct: Step = {
  ask: ({ path, id, version }, number) => ({
    method: 'PATCH',
    path: `${path}/${id}`,
    version,
    body: { source: `Corrected while processes die, intent ${number}` },
  }),
};

export const reason = { fr: 'Les processus meurent, les fiches restent.', nl: 'Processen sterven, dossiers blijven.' };
export const title = {
  fr: 'Fiche d’un essai de panne',
  nl: 'Dossier van een storingsproef',
  en: 'Record of a failure trial',
};

/** For records without a source to correct. */
export const retitle: Step = {
  ask: ({ path, id, version }, number) => ({
    method: 'PATCH',
    path: `${path}/${id}`,
    version,
    body: { title: { ...title, en: `Record of a failure trial, intent ${number}` } },
  }),
};

export const place = { objective: 'O1', departments: ['generalDirectorate'], classification: 'public' };

// One meeting a quarter is due, so that figures and the cadence watch have something to count.
const obligation = {
  code: 'administrationsMeet',
  text: { fr: 'Les administrations se réunissent.', nl: 'De administraties vergaderen.' },
  tier: 'administrative',
  cadence: 'P3M',
  countingRule: 'calendarPeriod',
  monitoredFrom: '2026-01-01',
  source: 'Invented for this trial',
};

const meeting = begin(
  '/forumMeetings',
  [transition('convene', { on: '2026-02-01' }), transition('hold', { on: '2026-02-10' })],
  ({ id }) => ({ agreementId: id, tier: 'administrative', scheduledOn: '2026-02-10' }),
);

/** The visibility of an agreement is copied by its child records: all of them change in one transaction. */
const reclassify: Step = {
  ask: ({ path, id, version }) => ({
    method: 'PATCH',
    path: `${path}/${id}`,
    version,
    body: { classification: 'internal' },
  }),
};

const agreementLife = [
  correct,
  transition('sign', { on: '2012-11-26' }),
  meeting,
  correct,
  reclassify,
  transition('end', { on: '2026-06-30', reason }),
];

export const beginAgreement = begin('/agreements', agreementLife, () => ({
  ...place,
  title,
  parties: ['BE-BRU', 'BE-VLG'],
  level: 'belgium',
  obligations: [obligation],
  source: 'Invented for this trial',
}));

// A plan of Brussels with a notice to Flanders, which is consulted on its parts: one part per consultation, as each may
// have only one open. Acts of Flanders are recorded by letter.
const letter = { source: 'Invented for this trial' };
const affected = { side: 'affected', ...letter };

export const beginPlan = begin('/plans', [], () => ({
  planType: 'bruPad',
  party: 'BE-BRU',
  title,
  authority: { name: 'Trial', country: 'BE' },
  area: { refs: [{ scheme: 'NUTS', code: 'BE100', version: '2021' }] },
  parties: ['BE-BRU', 'BE-VLG'],
  level: 'metropolis',
  source: 'Invented for this trial',
  components: [{ code: 'whole', kind: 'whole', title }],
}));

export const beginNotice = begin(
  '/planNotices',
  [],
  () => ({ toParties: ['BE-VLG'], stage: 'underDevelopment', channel: 'letter' }),
  ({ id }) => `/plans/${id}/notices`,
);

const point = { text: title, severity: 'must', topic: 'mobility' };
const opinion = begin(
  '/opinions',
  [transition('answer', { answers: [{ n: 1, answer: 'accepted' }] })],
  () => ({ verdict: 'observationsOnly', adoptedBy: title, languages: ['fr', 'nl'], points: [point], ...letter }),
  ({ path, id }) => `${path}/${id}/opinions`,
);

const consultationLife = [
  transition('acknowledge', letter),
  transition('reply', { wish: 'yes', ...letter }),
  transition('proposeTimeframe', { startsOn: '2098-01-01', days: 30, countingRule: 'calendarDaysToWorkingDay' }),
  transition('agreeTimeframe', { dueOn: '2098-01-31', ...affected }),
  transition('proposeExtension', { dueOn: '2098-03-03', reason, ...affected }),
  transition('extend', { dueOn: '2098-03-03' }),
  opinion,
];

/** On a part of the plan, which is created for it. */
export const beginConsultedPart = (plan: Kept, notice: Kept): Step =>
  begin(
    '/planComponents',
    [
      begin('/consultations', consultationLife, ({ id }) => ({
        planId: plan.id,
        componentId: id,
        noticeId: notice.id,
        affectedParty: 'BE-VLG',
        trigger: 'forumAgreement',
        legalBasis: 'forumAgreement',
      })),
    ],
    (_, number) => ({ code: `part${number}`, kind: 'map', title }),
    () => `/plans/${plan.id}/components`,
  );

const lead = { organisation: { name: 'perspective.brussels', country: 'BE' }, role: 'lead', country: 'BE' };
const joinLead = begin(
  '/partners',
  [],
  () => lead,
  ({ path, id }) => `${path}/${id}/partners`,
);

const projectLife = [
  correct,
  joinLead,
  transition('start', { on: '2025-01-01' }),
  transition('suspend', { on: '2025-03-01', reason }),
  correct,
  transition('resume', { on: '2025-06-01' }),
  transition('end', { on: '2026-06-30' }),
];

/** Of a programme. */
export const beginProject = begin('/projects', projectLife, ({ id }, number) => ({
  ...place,
  programmeId: id,
  acronym: `TRIAL ${number}`,
  title,
  startsOn: '2025-01-01',
  endsOn: '2027-12-31',
  level: 'europe',
}));

export const beginProgramme = begin('/programmes', [], () => ({
  code: 'failure-trial',
  name: title,
  period: { from: 2021, to: 2027 },
  fundingMode: 'grantRealCost',
  level: 'europe',
  objective: 'O4',
  source: 'Invented for this trial',
}));
