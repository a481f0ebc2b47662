import { newId } from '@passerelle/platform/data/database';
import { observing, tallied } from './observing.builder.js';
import { aFollowUp, aMandate, aMeeting, anInterest, aPosition, aSeat } from './representation.builder.js';

// The figures of seats, meetings of bodies and positions, each on a few records that can be counted by hand.

const { stage, publish, itIs, figures, tally, along, recordsOf, dump, rebuild } = observing(
  'representation',
  '2076-03-01',
);

const vacated = aSeat({});
const statistics = aSeat({ departments: ['generalDirectorate', 'bisa'], level: 'belgium', holderKind: 'agency' });
const ours = aSeat({ heldTo: '2076-02-01', rotation: { entity: 'BE-BRU', semester: '2076-S1' } });
const theirs = aSeat({ heldFrom: undefined, rotation: { entity: 'BE-VLG', semester: '2076-S1' } });

const first = aMandate(vacated, { endedOn: '2076-02-10' });
const statistician = aMandate(statistics, { suspensions: [{ from: '2076-02-01', to: '2076-02-11' }] });

beforeAll(async () => {
  await publish('seats', vacated, statistics, ours, theirs);
  await publish('mandates', first, aMandate(vacated, { role: 'alternate' }), statistician, aMandate(ours));
});

describe('O2.1, vacancy', () => {
  it('is the share of seat-days without a full member', async () => {
    // January and February have 60 days: two seats have them all, one the 31 of its turn, and the last none.
    expect(await tally('O2.1', '2076', '2076-Q1', '2076-Q2', '2075')).toEqual([
      '2076 19.9 30/151',
      '2076-Q1 19.9 30/151',
      '2076-Q2 undefined 0/0',
      '2075 undefined 0/0',
    ]);
    expect(await along('O2.1', 'level')).toEqual(['belgium 10/60', 'europe 20/91']);
    expect(await along('O2.1', 'department')).toEqual(['bisa 10/60', 'generalDirectorate 30/151']);
    expect(await along('O2.1', 'holderKind')).toEqual(['agency 10/60', 'region 20/91']);
  });

  it('grows by a day at midnight, and ends with a successor: a gap of ten days is ten seat-days', async () => {
    await itIs('2076-03-02');
    expect(await tally('O2.1', '2076')).toEqual(['2076 20.3 31/153']);
    const [before] = await figures('O2.1', { period: ['2076'] });
    await publish('mandates', aMandate(vacated, { startedOn: '2076-02-20' }));
    expect(await tally('O2.1', '2076')).toEqual(['2076 13.1 20/153']);
    const known = await figures('O2.1', { period: ['2076'], asOf: [before?.asOf ?? ''] });
    expect(known.map(tallied)).toEqual(['2076 20.3 31/153']);
  });

  it('leaves a quarter that is over as it was, and writes no row for it', async () => {
    await itIs('2076-04-01');
    const [quarter] = await figures('O2.1', { period: ['2076-Q1'] });
    expect(quarter === undefined ? '' : tallied(quarter)).toBe('2076-Q1 9.4 20/213');
    const rows = () =>
      stage.app.database.query<{ rows: number }>(
        `SELECT count(*)::int AS rows FROM contribution WHERE definition = 'O2.1' AND period = '2076-Q1'`,
      );
    const written = await rows();
    await itIs('2076-04-11');
    expect(await rows()).toEqual(written);
    expect(await tally('O2.1', '2076-Q1', '2076-Q2')).toEqual(['2076-Q1 9.4 20/213', '2076-Q2 0 0/20']);
  });

  it('equals the sum of its records', async () => {
    for (const observation of await figures('O2.1', { period: ['2076', '2076-Q1'], dimension: ['holderKind'] })) {
      const records = await recordsOf(observation);
      const sum = (field: 'numerator' | 'denominator') =>
        records.reduce((days, record) => days + (record[field] ?? 0), 0);
      expect([sum('numerator'), sum('denominator')]).toEqual([observation.numerator, observation.denominator]);
    }
  });

  it('loses a mandate that was taken back', async () => {
    await publish('mandates', { ...first, version: 2, retractedAt: '2076-04-11T01:00:00Z' });
    expect(await tally('O2.1', '2076-Q1')).toEqual(['2076-Q1 28.2 60/213']);
    await publish('mandates', { ...first, version: 3 });
    expect(await tally('O2.1', '2076-Q1')).toEqual(['2076-Q1 9.4 20/213']);
  });
});

it('A4.2 is the share of statistics seats with a full member, on the last day', async () => {
  expect(await tally('A4.2', '2076', '2076-Q1', '2076-Q2')).toEqual([
    '2076 100 1/1',
    '2076-Q1 100 1/1',
    '2076-Q2 100 1/1',
  ]);
  const [filled] = await figures('A4.2', { period: ['2076-Q1'] });
  await publish('mandates', { ...statistician, version: 2, endedOn: '2076-03-31' });
  expect(await tally('A4.2', '2076-Q1', '2076-Q2')).toEqual(['2076-Q1 0 0/1', '2076-Q2 0 0/1']);
  await publish('mandates', aMandate(statistics, { startedOn: '2076-04-11' }));
  expect(await tally('A4.2', '2076-Q2')).toEqual(['2076-Q2 0 0/1']);
  await itIs('2076-04-12');
  expect(await tally('A4.2', '2076-Q2', '2076-Q1')).toEqual(['2076-Q2 100 1/1', '2076-Q1 0 0/1']);
  const known = await figures('A4.2', { period: ['2076-Q1'], asOf: [filled?.asOf ?? ''] });
  expect(known.map(tallied)).toEqual(['2076-Q1 100 1/1']);
});

describe('figures of meetings', () => {
  const decisive = {
    agenda: [
      { n: 1, kind: 'information' },
      { n: 2, kind: 'decision' },
    ],
  };
  const prepared = aMeeting({ ...decisive, reportDueOn: '2076-02-16', reportedOn: '2076-02-16', reportLate: false });
  const unprepared = aMeeting({
    ...decisive,
    startsOn: '2076-04-12',
    status: 'prepared',
    presence: undefined,
    departments: ['bisa'],
  });

  it('are null before any is due', async () => {
    expect(await tally('O2.2', '2076')).toEqual(['2076 undefined 0/0']);
    expect(await tally('R3.2', '2076')).toEqual(['2076 undefined 0/0']);
  });

  it('R3.2 is the share of meetings covered, once their day has passed', async () => {
    await publish(
      'bodyMeetings',
      prepared,
      unprepared,
      aMeeting({ presence: 'representedByAgreement', status: 'represented', departments: ['bisa'] }),
      aMeeting({ presence: 'missed', status: 'missed', reportDueOn: '2076-03-01' }),
      aMeeting({ presence: undefined, status: 'cancelled', reportDueOn: '2076-03-01', ...decisive }),
    );
    expect(await tally('R3.2', '2076', '2076-Q1', '2076-Q2')).toEqual([
      '2076 66.7 2/3',
      '2076-Q1 66.7 2/3',
      '2076-Q2 undefined 0/0',
    ]);
    expect(await tally('A4.2b', '2076')).toEqual(['2076 0 0/1']);
    await itIs('2076-04-13');
    expect(await tally('R3.2', '2076', '2076-Q2')).toEqual(['2076 50 2/4', '2076-Q2 0 0/1']);
    await publish('bodyMeetings', { ...unprepared, version: 2, status: 'attended', presence: 'attended' });
    expect(await tally('R3.2', '2076', '2076-Q2')).toEqual(['2076 75 3/4', '2076-Q2 100 1/1']);
    expect(await tally('A4.2b', '2076')).toEqual(['2076 50 1/2']);
    expect(await along('R3.2', 'department')).toEqual(['bisa 2/2', 'generalDirectorate 1/2']);
  });

  it('O2.2 is the share of reports on time; a late one is not', async () => {
    expect(await tally('O2.2', '2076')).toEqual(['2076 50 1/2']);
    await publish('bodyMeetings', { ...prepared, version: 2, reportedOn: '2076-02-17', reportLate: true });
    expect(await tally('O2.2', '2076', '2076-Q1')).toEqual(['2076 0 0/2', '2076-Q1 0 0/2']);
  });

  it('O2.3 is the share of meetings with a decision that had a validated position', async () => {
    expect(await tally('O2.3', '2076')).toEqual(['2076 0 0/2']);
    const position = aPosition({ bodyMeetingId: prepared.id, validatedOn: '2076-02-02' });
    const late = aPosition({ bodyMeetingId: unprepared.id, validatedOn: '2076-04-13' });
    await publish('positions', position, late);
    const [quoted] = await figures('O2.3', { period: ['2076'] });
    expect(quoted === undefined ? '' : tallied(quoted)).toBe('2076 50 1/2');
    await publish('positions', { ...position, version: 2, status: 'withdrawn' });
    expect(await tally('O2.3', '2076')).toEqual(['2076 0 0/2']);
    const known = await figures('O2.3', { period: ['2076'], asOf: [quoted?.asOf ?? ''] });
    expect(known.map(tallied)).toEqual(['2076 50 1/2']);
  });

  it('O2.4 is the share of follow-ups closed on time', async () => {
    await publish(
      'followUps',
      aFollowUp({ dueOn: '2076-03-01', closedOn: '2076-03-01', late: false }),
      aFollowUp({ dueOn: '2076-03-01', closedOn: '2076-03-02', late: true }),
      aFollowUp({ dueOn: '2076-04-12', status: 'open' }),
      aFollowUp({ dueOn: '2076-04-13', status: 'open' }),
      aFollowUp({ dueOn: '2076-04-20', closedOn: '2076-04-01', late: false, retractedAt: '2076-04-13T01:00:00Z' }),
    );
    expect(await tally('O2.4', '2076', '2076-Q1', '2076-Q2')).toEqual([
      '2076 33.3 1/3',
      '2076-Q1 50 1/2',
      '2076-Q2 0 0/1',
    ]);
    expect(await along('O2.4', 'department')).toEqual(['bisa 1/3']);
  });
});

describe('figures of positions', () => {
  const assessed = aPosition({
    status: 'assessed',
    assessedOn: '2076-03-20',
    interests: [
      anInterest(1, 'must', 'full', 'cities', 'planning'),
      anInterest(2, 'should', 'partial', 'metropolitanAreas'),
      anInterest(3, 'could', 'none', 'statistics'),
      anInterest(4, 'must', 'unknown', 'statistics'),
    ],
  });

  it('R3.1 weighs interests by priority and uptake; those not known are counted by R3.1b', async () => {
    expect(await tally('R3.1', '2076')).toEqual(['2076 undefined 0/0']);
    expect(await tally('R3.1b', '2076')).toEqual(['2076 0 0']);
    await publish('positions', assessed, aPosition({ interests: assessed.interests }));
    expect(await tally('R3.1', '2076', '2076-Q1', '2076-Q2')).toEqual([
      '2076 66.7 4/6',
      '2076-Q1 66.7 4/6',
      '2076-Q2 undefined 0/0',
    ]);
    expect(await tally('R3.1b', '2076')).toEqual(['2076 1 1']);
    expect(await along('R3.1', 'priority')).toEqual(['could 0/1', 'must 3/3', 'should 1/2']);
    const [observation] = await figures('R3.1', { period: ['2076'] });
    expect(observation === undefined ? [] : await recordsOf(observation)).toHaveLength(3);
  });

  it('R2.1 and A4.1 do so for their themes', async () => {
    expect(await tally('R2.1', '2076')).toEqual(['2076 80 4/5']);
    expect(await tally('A4.1', '2076')).toEqual(['2076 75 3/4']);
    expect(await along('A4.1', 'theme')).toEqual(['cities 3/3', 'planning 3/3', 'statistics 0/1']);
  });

  it('follow a second assessment, and keep what was known before it', async () => {
    const [quoted] = await figures('R3.1', { period: ['2076'] });
    const interests = [...assessed.interests.slice(0, 3), anInterest(4, 'must', 'full', 'statistics')];
    await publish('positions', { ...assessed, version: 2, assessedOn: '2076-04-12', interests });
    expect(await tally('R3.1', '2076', '2076-Q1', '2076-Q2')).toEqual([
      '2076 77.8 7/9',
      '2076-Q1 undefined 0/0',
      '2076-Q2 77.8 7/9',
    ]);
    expect(await tally('R3.1b', '2076')).toEqual(['2076 0 0']);
    const known = await figures('R3.1', { period: ['2076'], asOf: [quoted?.asOf ?? ''] });
    expect(known.map(tallied)).toEqual(['2076 66.7 4/6']);
  });

  it('R3.3 is the share of positions with a Belgian consensus', async () => {
    const coordinated = { belgianOn: '2076-04-01', belgianForum: 'dge' };
    await publish(
      'positions',
      aPosition({ ...coordinated, belgianResult: 'consensus' }),
      aPosition({ ...coordinated, belgianResult: 'noConsensus', status: 'abstained', belgianForum: 'cipe' }),
      aPosition({ ...coordinated, belgianResult: 'noConsensus', status: 'withdrawn' }),
    );
    expect(await tally('R3.3', '2076', '2076-Q2')).toEqual(['2076 50 1/2', '2076-Q2 50 1/2']);
    expect(await along('R3.3', 'forum')).toEqual(['cipe 0/1', 'dge 1/1']);
  });

  it('R3.4 is the share of positions validated in time for their meeting, once it has passed', async () => {
    await publish(
      'positions',
      aPosition({ meetingOn: '2076-04-12', validatedOn: '2076-04-01', timely: true }),
      aPosition({ meetingOn: '2076-04-12', validatedOn: '2076-04-10', timely: false }),
      aPosition({ meetingOn: '2076-04-12', status: 'draft', coordination: 'none' }),
      aPosition({ meetingOn: '2076-04-14', validatedOn: '2076-04-01', timely: true }),
    );
    expect(await tally('R3.4', '2076-Q2')).toEqual(['2076-Q2 33.3 1/3']);
    await itIs('2076-04-15');
    expect(await tally('R3.4', '2076-Q2')).toEqual(['2076-Q2 50 2/4']);
    expect(await along('R3.4', 'coordination')).toEqual(['dge 2/3', 'none 0/1']);
  });

  it('R2.2 counts statements that three cities or regions co-signed', async () => {
    const signed = (...kinds: string[]) => kinds.map((kind) => ({ organisation: newId(), kind }));
    const statement = aPosition({ publishedOn: '2076-04-03', coSigners: signed('city', 'city', 'region', 'network') });
    await publish(
      'positions',
      statement,
      aPosition({ publishedOn: '2076-04-03', coSigners: signed('city', 'city', 'network') }),
      aPosition({ coSigners: statement.coSigners }),
    );
    expect(await tally('R2.2', '2076', '2076-Q2')).toEqual(['2076 1 1', '2076-Q2 1 1']);
    await publish('positions', { ...statement, version: 2, retractedAt: '2076-04-15T03:00:00Z' });
    expect(await tally('R2.2', '2076')).toEqual(['2076 0 0']);
  });
});

it('all of them are the same after a rebuild', async () => {
  const grown = await dump();
  await rebuild();
  expect(await dump()).toEqual(grown);
});
