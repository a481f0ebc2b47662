import { newId } from '@passerelle/platform/data/database';
import type { Fields } from '@passerelle/testing/publishers';
import { anonymous } from '@passerelle/testing/start-app';
import { measurementIdOf } from '../question.js';
import { aMembershipYear, anActivity, anOffice, aPractice, aVisit } from './networks.builder.js';
import { observing } from './observing.builder.js';
import { aMeeting, aPosition } from './representation.builder.js';

// The figures of practices, briefings, reports, offices and membership years, each on a few records that can be counted by hand.

const { stage, publish, publishAt, itIs, figures, tally, tallyAsOf, along, dump, rebuild } = observing(
  'networks',
  '2076-04-01',
  'representation',
);

/** The instant of the figures that can be read now. */
async function instant(code: string): Promise<string> {
  const [read] = await figures(code, { period: ['2076'] });
  return read?.asOf ?? '';
}

const takenBack = { retractedAt: '2076-04-01T03:00:00Z' };
const departments = 8;

interface Case {
  readonly code: string;
  readonly resource: string;
  readonly empty: string;
  /** The record as it was first known, and its figure then. */
  readonly state: Fields;
  readonly first: string;
  /** What became known of it later, and its figure since. */
  readonly late: Fields;
  readonly corrected: string;
}

const year = (value: string): string => `2076 ${value}`;
const noCount = year('0 0');
const noShare = year('undefined 0/0');
const briefing = {
  kind: 'briefing',
  startsOn: '2076-03-31',
  endsOn: '2076-03-31',
  attendance: { attended: 12, headcount: 40 },
};
const implemented = { status: 'implemented', decidedOn: '2076-02-10', adoptedOn: '2076-02-10' };

const cases: Case[] = [
  {
    code: 'A1.1',
    resource: 'practices',
    empty: noCount,
    state: aPractice({ ...implemented, implementedOn: '2076-03-01' }),
    first: year('1 1'),
    late: { implementedOn: '2075-12-31' },
    corrected: noCount,
  },
  {
    code: 'A1.2',
    resource: 'practices',
    empty: noShare,
    state: aPractice({ capturedOn: '2074-01-10', assessedOn: '2074-03-31', status: 'adopted' }),
    first: year('0 0/1'),
    late: { status: 'implemented', implementedOn: '2076-03-31' },
    corrected: year('100 1/1'),
  },
  {
    code: 'A1.3',
    resource: 'practices',
    empty: noShare,
    state: aPractice({ ...implemented, capturedOn: '2076-01-10' }),
    first: year('31 1/1'),
    late: { decidedOn: '2076-01-20' },
    corrected: year('10 1/1'),
  },
  {
    code: 'A1.3b',
    resource: 'practices',
    empty: noCount,
    state: aPractice({}),
    first: year('1 1'),
    late: { status: 'rejected', decidedOn: '2076-03-31' },
    corrected: noCount,
  },
  {
    code: 'A1.4',
    resource: 'practices',
    empty: noShare,
    state: aPractice({}),
    first: year(`0 0/${departments}`),
    late: { status: 'adopted', adoptedOn: '2076-03-31', decidedOn: '2076-03-31', adoptedBy: ['bisa'] },
    corrected: year(`12.5 1/${departments}`),
  },
  {
    code: 'A1.5',
    resource: 'practices',
    empty: noCount,
    state: aPractice({ status: 'adopted', adoptedOn: '2076-02-10', target: { kind: 'plan', id: newId() } }),
    first: year('1 1'),
    late: { status: 'abandoned', abandonedOn: '2076-03-31' },
    corrected: noCount,
  },
  {
    code: 'A2.2',
    resource: 'visits',
    empty: noShare,
    state: aVisit({ reportDueOn: '2076-02-16' }),
    first: year('0 0/1'),
    late: { status: 'reported', reportedOn: '2076-02-16', reportLate: false },
    corrected: year('100 1/1'),
  },
  {
    code: 'A2.3',
    resource: 'activities',
    empty: noShare,
    state: anActivity(briefing),
    first: year('30 12/40'),
    late: { attendance: { attended: 20, headcount: 40 } },
    corrected: year('50 20/40'),
  },
  {
    code: 'A2.5',
    resource: 'practices',
    empty: noCount,
    state: aPractice({ basedOn: [{ resource: 'projects', id: newId() }] }),
    first: year('1 1'),
    late: {
      basedOn: [
        { resource: 'projects', id: newId() },
        { resource: 'visits', id: newId() },
      ],
    },
    corrected: year('2 2'),
  },
  {
    code: 'A4.4',
    resource: 'offices',
    empty: noCount,
    state: anOffice({ role: 'rapporteur', themes: ['planning', 'statistics'] }),
    first: year('1 1'),
    late: { leftOfficeOn: '2076-03-30', status: 'ended' },
    corrected: noCount,
  },
  {
    code: 'R2.3',
    resource: 'offices',
    empty: noCount,
    state: anOffice({}),
    first: year('3 3'),
    late: { role: 'viceChairOfWorkingGroup' },
    corrected: year('1 1'),
  },
  {
    code: 'R2.3b',
    resource: 'offices',
    empty: noCount,
    state: anOffice({}),
    first: year('1 1'),
    late: { role: 'member' },
    corrected: noCount,
  },
  {
    code: 'O3.1',
    resource: 'activities',
    empty: noShare,
    state: anActivity({ part: 'chaired' }),
    first: year('100 1/1'),
    late: { kind: 'briefing' },
    corrected: noShare,
  },
  {
    code: 'O3.3',
    resource: 'membershipYears',
    empty: noShare,
    state: aMembershipYear({ noticeBy: '2076-03-31', decideBy: '2076-03-31' }),
    first: year('0 0/1'),
    late: { reviewedOn: '2076-03-31', reviewLate: false },
    corrected: year('100 1/1'),
  },
];

describe('follows one record, a late fact about it, and that it was taken back', () => {
  it.each(cases)('$code', async ({ code, resource, empty, state, first, late, corrected }) => {
    expect(await tally(code, '2076')).toEqual([empty]);
    await publish(resource, state);
    expect(await tally(code, '2076')).toEqual([first]);
    const quoted = await instant(code);
    await publish(resource, { ...state, version: 2, ...late });
    expect(await tally(code, '2076')).toEqual([corrected]);
    expect(await tallyAsOf(quoted, code, '2076')).toEqual([first]);
    await publish(resource, { ...state, version: 3, ...late, ...takenBack });
    expect(await tally(code, '2076')).toEqual([empty]);
    expect(await tallyAsOf(quoted, code, '2076')).toEqual([first]);
  });
});

it('A2.2 joins the reports of meetings, missions and delegations', async () => {
  await publishAt(
    'representation',
    'bodyMeetings',
    aMeeting({ reportDueOn: '2076-02-16', reportedOn: '2076-02-16', reportLate: false }),
    aMeeting({ reportDueOn: '2076-04-03' }),
  );
  await publish(
    'visits',
    aVisit({ reportDueOn: '2076-02-16', reportedOn: '2076-02-20', reportLate: true, status: 'reported' }),
    aVisit({ direction: 'incoming', reportDueOn: '2076-02-16', reportedOn: '2076-02-10', status: 'reported' }),
    aVisit({ reportDueOn: '2076-02-16', status: 'cancelled' }),
    aVisit({ reportExempt: true }),
  );
  expect(await tally('A2.2', '2076', '2076-Q1', '2076-Q2')).toEqual([
    '2076 66.7 2/3',
    '2076-Q1 66.7 2/3',
    '2076-Q2 undefined 0/0',
  ]);
  const [observation] = await figures('A2.2', { period: ['2076'] });
  expect(Object.keys(observation?.position ?? {}).sort()).toEqual(['networks', 'representation']);
});

it('A2.3 adds the numbers of briefings, and leaves out those without', async () => {
  await publish(
    'activities',
    anActivity({ ...briefing, departments: ['bisa'] }),
    anActivity({ ...briefing, attendance: { attended: 9, headcount: 10 } }),
    anActivity({ ...briefing, attendance: undefined }),
    anActivity({ ...briefing, status: 'withdrawn' }),
  );
  expect(await tally('A2.3', '2076', '2076-Q1')).toEqual(['2076 42 21/50', '2076-Q1 42 21/50']);
  expect(await along('A2.3', 'department')).toEqual(['bisa 12/40', 'generalDirectorate 9/10']);
});

it('A2.5 counts a record once, whether positions or practices rest on it, and none by itself', async () => {
  const study = { resource: 'jointStudies', id: newId() };
  const own = newId();
  const position = aPosition({ validatedOn: '2076-03-01', basedOn: [study, { resource: 'plans', id: newId() }] });
  await publishAt(
    'representation',
    'positions',
    position,
    aPosition({ status: 'draft', basedOn: [{ resource: 'plans', id: newId() }] }),
    aPosition({ status: 'withdrawn', validatedOn: '2076-03-01', basedOn: [{ resource: 'plans', id: newId() }] }),
  );
  await publish('practices', aPractice({ id: own, basedOn: [study, { resource: 'practices', id: own }] }));
  expect(await tally('A2.5', '2076', '2076-Q1')).toEqual(['2076 2 2', '2076-Q1 2 2']);
  expect(await along('A2.5', 'resource')).toEqual(['jointStudies 1', 'plans 1']);
  await publishAt('representation', 'positions', { ...position, version: 2, ...takenBack });
  expect(await along('A2.5', 'resource')).toEqual(['jointStudies 1']);
});

it('A4.4, R2.3 and R2.3b count the offices of the last day', async () => {
  await publish(
    'offices',
    anOffice({ role: 'vicePresident', holderKind: 'region', themes: ['planning'] }),
    anOffice({ role: 'treasurer', tookOfficeOn: '2076-04-02', themes: ['statistics'] }),
    anOffice({ role: 'board', leftOfficeOn: '2076-03-31', themes: ['statistics'] }),
    anOffice({ role: 'member', themes: ['planning'] }),
    anOffice({ role: 'rapporteur' }),
    anOffice({ tookOfficeOn: undefined, status: 'elected' }),
  );
  expect(await tally('R2.3', '2076', '2076-Q1')).toEqual(['2076 5 5', '2076-Q1 5 5']);
  expect(await along('R2.3', 'holderKind')).toEqual(['agency 2', 'region 3']);
  expect(await along('R2.3b', 'role')).toEqual(['board 1', 'vicePresident 1']);
  expect(await along('A4.4', 'theme')).toEqual(['planning 1', 'statistics 1']);
  await itIs('2076-04-03');
  expect(await along('R2.3b', 'role')).toEqual(['treasurer 1', 'vicePresident 1']);
  expect(await along('R2.3b', 'role', '2076-Q1')).toEqual(['board 1', 'vicePresident 1']);
  expect(await tally('A4.4', '2076', '2076-Q1')).toEqual(['2076 2 2', '2076-Q1 2 2']);
});

it('O3.3 is the share of membership years reviewed by the deadline of their notice', async () => {
  await publish(
    'membershipYears',
    aMembershipYear({ noticeBy: '2076-03-31', reviewedOn: '2076-03-31', reviewLate: false }),
    aMembershipYear({ noticeBy: '2076-03-31', reviewedOn: '2076-04-01', reviewLate: true, holderKind: 'region' }),
    aMembershipYear({ decideBy: '2076-03-31' }),
    aMembershipYear({ noticeBy: '2076-06-30', reviewedOn: '2076-03-31', reviewLate: false }),
  );
  expect(await tally('O3.3', '2076', '2076-Q1', '2076-Q2')).toEqual([
    '2076 50 1/2',
    '2076-Q1 50 1/2',
    '2076-Q2 undefined 0/0',
  ]);
  expect(await along('O3.3', 'holderKind')).toEqual(['agency 1/1', 'region 0/1']);
});

it('O3.1 leaves out briefings in its second version, and figures quoted of its first can be read again', async () => {
  await publish('activities', anActivity({ part: 'spoke', startsOn: '2076-03-30', endsOn: '2076-03-30' }));
  const [observation] = await figures('O3.1', { period: ['2076-Q1'] });
  expect(observation).toMatchObject({ definitionVersion: 2, numerator: 1, denominator: 1 });
  const quoted = { code: 'O3.1', version: 1, period: '2076-Q1', filters: [], asOf: observation?.asOf ?? '' };
  const path = { measurementId: measurementIdOf(quoted) };
  const read = await stage.client.call('rpc.gateway.measurements.read', { path, caller: anonymous });
  // Three briefings are recorded.
  expect(read.body).toMatchObject({ definitionVersion: 1, numerator: 1, denominator: 4, value: 25 });
});

it('all of them are the same after a rebuild', async () => {
  const grown = await dump();
  await rebuild();
  expect(await dump()).toEqual(grown);
});
