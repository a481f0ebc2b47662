// A consultation from notice to decision, played by two regions: each acts for itself, over HTTP.
import { addDays, today } from '@passerelle/domain/period';
import type { HttpAnswer, HttpClient } from '@passerelle/testing/door';

export interface Players {
  readonly flanders: HttpClient;
  readonly editor: HttpClient;
  readonly approver: HttpClient;
}

const day = (offset: number): string => addDays(today(new Date()), offset);

const plan = {
  planType: 'vlaGrup',
  party: 'BE-VLG',
  title: { nl: 'Gewestelijk ruimtelijk uitvoeringsplan Noordrand', fr: 'Plan régional d’exécution Noordrand' },
  authority: { name: 'Vlaamse Regering', country: 'BE' },
  area: { refs: [{ scheme: 'NUTS', code: 'BE241', version: '2021' }], exclusions: [] },
  parties: ['BE-VLG', 'BE-BRU'],
  level: 'belgium',
  source: 'Invented for this test',
  components: [{ code: 'whole', kind: 'whole', title: { nl: 'Het hele plan', fr: 'Le plan entier' } }],
};

const documents = ['draftPlan', 'environmentalReport'].map((type) => ({ type, language: 'nl', title: type }));
const reason = { fr: 'Traduction du rapport en cours.', nl: 'De vertaling van het rapport loopt.' };

const opinion = {
  verdict: 'favourableWithConditions',
  adoptedBy: { fr: 'Gouvernement bruxellois', nl: 'Brusselse Regering' },
  languages: ['fr', 'nl'],
  points: [
    { text: { fr: 'Mesurer le trafic.', nl: 'Het verkeer meten.' }, severity: 'must', topic: 'mobility' },
    { text: { fr: 'Garder la vallée.', nl: 'De vallei bewaren.' }, severity: 'should', topic: 'openSpace' },
  ],
};

const answers = [
  { n: 1, answer: 'accepted', where: 'art. 4.2' },
  { n: 2, answer: 'partly', justification: { fr: 'Rive gauche.', nl: 'Linkeroever.' } },
];

const decision = {
  decidedOn: day(0),
  documents: [
    { type: 'decision', language: 'nl' },
    { type: 'environmentalDeclaration', language: 'nl' },
    { type: 'monitoringMeasures', language: 'nl' },
  ],
};

const transition = (name: string, given: object): object => ({ transition: name, ...given });

export interface Consulted {
  readonly planId: string;
  readonly consultationId: string;
  /** The last day for the opinion. */
  readonly dueOn: string;
}

export interface Played extends Omit<Consulted, 'dueOn'> {
  readonly opinionId: string;
  /** The last answer: the consultation in its final state. */
  readonly ended: HttpAnswer['body'];
}

/** Performs an act, which must succeed. */
export async function done(ask: HttpClient, path: string, body: object): Promise<HttpAnswer['body']> {
  const answer = await ask('POST', `/v1${path}`, { body });
  if (answer.status > 201) throw new Error(`${path}: ${answer.status} ${answer.text}`);
  return answer.body;
}

/** The plan, its draft, its notice and the inquiry that opens on the same day. */
async function notice(flanders: HttpClient): Promise<{ planId: string; componentId: string; noticeId: string }> {
  const { id: planId } = await done(flanders, '/plans', plan);
  const { body: parts } = await flanders('GET', `/v1/planComponents?planId=${planId}`);
  const [{ id: componentId }] = parts.items;
  const step = { stepCode: 'draftAdopted', occurredOn: day(-3), source: 'Decision of the Flemish Government' };
  await done(flanders, `/planComponents/${componentId}/steps`, step);
  const told = { componentId, toParties: ['BE-BRU'], stage: 'draft', channel: 'platform', docs: documents };
  const { id: noticeId } = await done(flanders, `/plans/${planId}/notices`, told);
  const publicInquiry = { from: day(0), to: day(60), countingRule: 'calendarDaysExclusive' };
  const opened = {
    stepCode: 'publicInquiryOpened',
    occurredOn: day(0),
    publicInquiry,
    source: 'Belgian Official Gazette',
  };
  await done(flanders, `/planComponents/${componentId}/steps`, opened);
  return { planId, componentId, noticeId };
}

/** Up to a time-frame that is agreed and then extended, in which an opinion is due. */
export async function consult({ flanders, editor }: Omit<Players, 'approver'>): Promise<Consulted> {
  const noticed = await notice(flanders);
  const terms = { affectedParty: 'BE-BRU', trigger: 'significantEffects', legalBasis: 'seaDirective' };
  const { id } = await done(flanders, '/consultations', { ...noticed, ...terms, replyDueOn: day(14) });
  const at = `/consultations/${id}`;
  await done(editor, `${at}/transitions`, transition('acknowledge', {}));
  await done(editor, `${at}/transitions`, transition('reply', { wish: 'yes' }));
  const frame = { startsOn: day(0), dueOn: day(60), countingRule: 'calendarDaysExclusive' };
  await done(flanders, `${at}/transitions`, transition('proposeTimeframe', frame));
  await done(editor, `${at}/transitions`, transition('agreeTimeframe', { dueOn: frame.dueOn }));
  await done(editor, `${at}/transitions`, transition('proposeExtension', { dueOn: day(75), reason }));
  const { dueOn } = await done(flanders, `${at}/transitions`, transition('extend', { dueOn: day(75) }));
  return { planId: noticed.planId, consultationId: id, dueOn };
}

export async function play({ flanders, editor, approver }: Players): Promise<Played> {
  const { planId, consultationId } = await consult({ flanders, editor });
  const at = `/consultations/${consultationId}`;
  const { id: opinionId } = await done(approver, `${at}/opinions`, opinion);
  await done(flanders, `/opinions/${opinionId}/transitions`, transition('answer', { answers }));
  await done(flanders, `${at}/transitions`, transition('communicateDecision', decision));
  const ended = await done(flanders, `${at}/transitions`, transition('close', {}));
  return { planId, consultationId, opinionId, ended };
}
