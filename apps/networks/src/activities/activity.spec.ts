import { Refusal } from '@passerelle/platform/kernel/problems';
import { toJson } from '@passerelle/platform/kernel/rpc';
import { actingOn } from '@passerelle/testing/acting';
import { activityExample, briefingExample } from '../examples.js';
import { ActivityRecord } from './activity.entity.js';
import { activityLife } from './activity.life.js';
import { ActivityState, NewActivity } from './activity.schema.js';

const today = '2026-11-24';
const reason = { fr: 'Annulée.', nl: 'Afgelast.' };

const given = (changes: object = {}): ActivityRecord =>
  ActivityRecord.record(
    { id: '01930000-0000-7000-8000-000000000004', ref: 'NW-2026-0004' },
    NewActivity.parse({ ...activityExample, ...changes }),
    today,
  );

/** Why an act was refused; undefined if it succeeded. */
const codeOf = async (act: () => unknown): Promise<string | undefined> => {
  try {
    await act();
  } catch (error) {
    if (error instanceof Refusal) return error.issues[0]?.type.split(':').at(-1) ?? error.kind.code;
    throw error;
  }
  return undefined;
};

const issuesOf = (changes: object) =>
  NewActivity.safeParse({ ...activityExample, ...changes }).error?.issues.map(({ path, ...issue }) => [
    path.join('.'),
    'params' in issue ? issue.params?.issue : undefined,
  ]);

describe('the two days that figures read', () => {
  it('are both set, even for a single day', () => {
    const activity = given({ endsOn: undefined });
    expect(ActivityState.parse(toJson(activity))).toMatchObject({ startsOn: '2023-06-12', endsOn: '2023-06-12' });
    const shortened = given();
    shortened.change({ endsOn: null } as object, today);
    expect(shortened.endsOn).toBe('2023-06-12');
  });

  it('are in order, and the first one is not in the future', async () => {
    expect(issuesOf({ endsOn: '2023-06-11' })).toEqual([['endsOn', 'invalidPeriod']]);
    expect(await codeOf(() => given().change({ startsOn: '2023-06-16' }, today))).toBe('invalidPeriod');
    expect(await codeOf(() => given({ startsOn: '2026-11-25', endsOn: undefined }))).toBe('factInFuture');
    expect(await codeOf(() => given({ startsOn: today, endsOn: '2026-11-26' }))).toBeUndefined();
  });
});

describe('a hosted activity (N8)', () => {
  const inBrussels = (territory: object) => issuesOf({ place: { ...activityExample.place, territory } });
  const refused = [['place', 'hostedElsewhere']];

  it.each([
    { scheme: 'NUTS', code: 'BE1', version: '2021' },
    { scheme: 'NUTS', code: 'BE100', version: '2024' },
    { scheme: 'ISO3166-2', code: 'BE-BRU' },
  ])('is in Brussels: $code', (territory) => {
    expect(inBrussels(territory)).toBeUndefined();
  });

  it.each([
    { scheme: 'NUTS', code: 'BE2', version: '2021' },
    { scheme: 'NUTS', code: 'BE', version: '2021' },
    { scheme: 'ISO3166-2', code: 'BE-VLG' },
    { scheme: 'ISO3166-1', code: 'BE' },
  ])('is not elsewhere: $scheme $code', (territory) => {
    expect(inBrussels(territory)).toEqual(refused);
  });

  it('may take place online instead', () => {
    expect(issuesOf({ place: undefined, online: true })).toBeUndefined();
    expect(issuesOf({ place: undefined })).toEqual(refused);
    expect(issuesOf({ place: { name: 'Brussels', country: 'BE' } })).toEqual(refused);
  });

  it('is checked for hosts only, and again at every change', async () => {
    const place = { name: 'Bordeaux', country: 'FR' };
    expect(issuesOf({ place, part: 'attended' })).toBeUndefined();
    const activity = given({ place, part: 'attended' });
    expect(await codeOf(() => activity.change({ part: 'hosted' }, today))).toBe('hostedElsewhere');
  });
});

it('is in the country of its territory code', () => {
  const place = (country: string, code: string) =>
    issuesOf({
      part: 'spoke',
      place: { name: 'Brussels', country, territory: { scheme: 'NUTS', code, version: '2021' } },
    });
  expect(place('FR', 'BE1')).toEqual([['place.territory', undefined]]);
  expect(place('BE', 'BE1')).toBeUndefined();
});

it('accepts the two letters of the European Union for Greece', () => {
  const place = { name: 'Athens', country: 'GR', territory: { scheme: 'NUTS', code: 'EL3', version: '2021' } };
  expect(issuesOf({ part: 'spoke', place })).toBeUndefined();
});

describe('figures of an audience', () => {
  const figure = (changes: object) =>
    issuesOf({ audience: [{ count: 300, unit: 'cities', source: 'A programme', ...changes }] });

  it('are kept separately, each with its source', () => {
    expect(given().audience.map(({ count, unit, asOf }) => [count, unit, asOf])).toEqual([
      [300, 'cities', '2023-04-28'],
      [400, 'cities', undefined],
      [600, 'cities', '2023-06-12'],
    ]);
    expect(figure({ source: undefined })).toEqual([
      ['audience.0.source', undefined],
      ['audience.0.source', 'unsourcedFigure'],
    ]);
  });

  it.each(['2023', '2023-04', '2023-04-28'])('are as precise in time as their source: %s', (asOf) => {
    expect(figure({ asOf })).toBeUndefined();
  });

  it.each(['23', '2023-13', '2023-4', '2023-02-30', '2023-00'])('have no impossible date: %s', (asOf) => {
    expect(figure({ asOf })?.map(([name]) => name)).toContain('audience.0.asOf');
  });
});

describe('the attendance of a briefing', () => {
  const counted = (changes: object) =>
    NewActivity.safeParse({ ...briefingExample, ...changes }).error?.issues.map(({ path }) => path.join('.'));

  it('is at most that of those whom it addressed', () => {
    expect(counted({ attendance: { attended: 60, headcount: 60 } })).toBeUndefined();
    expect(counted({ attendance: { attended: 61, headcount: 60 } })).toEqual(['attendance.attended']);
    expect(counted({ attendance: { attended: -1, headcount: 60 } })).toEqual(['attendance.attended']);
    expect(counted({ attendance: { attended: 41 } })).toEqual(['attendance.headcount']);
    expect(counted({ attendance: undefined })).toBeUndefined();
  });

  it('is that of no other kind, also after a change', async () => {
    expect(counted({ kind: 'webinar' })).toEqual(['attendance']);
    const briefing = () => given({ ...briefingExample, place: undefined, endsOn: undefined });
    expect(await codeOf(() => briefing().change({ kind: 'webinar' }, today))).toBe('schemaViolation');
    expect(await codeOf(() => briefing().change({ kind: 'webinar', attendance: null }, today))).toBeUndefined();
    expect(await codeOf(() => briefing().change({ attendance: { attended: 61 } }, today))).toBe('schemaViolation');
  });
});

describe('an activity that did not take place', () => {
  const withdraw = (activity: ActivityRecord) =>
    activityLife.perform(activity, 'withdraw', { reason }, actingOn(today));

  it('is withdrawn once, with its reason, and stays on record unchanged', async () => {
    const activity = given();
    await withdraw(activity);
    expect(activity).toMatchObject({ status: 'withdrawn', withdrawalReason: reason, startsOn: '2023-06-12' });
    expect(await codeOf(() => withdraw(activity))).toBe('illegalTransition');
  });

  it('cannot change any more', async () => {
    const activity = given();
    await withdraw(activity);
    expect(await codeOf(() => activity.change({ part: 'spoke' }, today))).toBe('recordClosed');
  });
});
