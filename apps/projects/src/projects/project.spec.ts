import { Refusal } from '@passerelle/platform/kernel/problems';
import { toJson } from '@passerelle/platform/kernel/rpc';
import { actingOn } from '@passerelle/testing/acting';
import type { Consortium } from '../consortium.js';
import { projectExample } from '../examples.js';
import { ProjectRecord } from './project.entity.js';
import { projectLife, statesOf } from './project.life.js';
import { NewProject, ProjectState, ProjectStatus } from './project.schema.js';

const today = '2027-05-01';
const reason = { fr: 'Erreur de saisie.', nl: 'Vergissing.' };
const sound: Consortium = { fundingMode: 'grantRealCost', rule: null, leads: 1, partners: 3, countries: 3 };

const given = (changes: object = {}): ProjectRecord =>
  ProjectRecord.register(
    { id: '01930000-0000-7000-8000-000000000002', ref: 'PJ-2026-0001' },
    NewProject.parse({ ...projectExample, ...changes }),
  );

const imported = (changes: object = {}): ProjectRecord => {
  const history = { origin: 'imported', importSource: 'keep', departments: [], role: undefined };
  return given({ ...history, startsOn: undefined, endsOn: undefined, ...changes });
};

const at = (status: ProjectStatus, project = given()): ProjectRecord => Object.assign(project, { status });

const refusalOf = (act: () => void): Refusal | undefined => {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  return undefined;
};
const codeOf = (act: () => void): string | undefined => refusalOf(act)?.kind.code;
const issueOf = (act: () => void): string | undefined => refusalOf(act)?.issues[0]?.type.split(':').at(-1);

describe('the states of a project', () => {
  const acts = Object.keys(projectLife.acts);
  const rows = (['own', 'imported'] as const).flatMap((origin) =>
    ProjectStatus.options.flatMap((status) => acts.map((act) => ({ origin, status, act }))),
  );
  const isAllowed = ({ origin, status, act }: (typeof rows)[number]) =>
    statesOf(origin).some((row) => row.from === status && row.act === act);

  it.each(rows.filter((row) => !isAllowed(row)))('refuses to $act an $origin project that is $status', async (row) => {
    const project = at(row.status, row.origin === 'own' ? given() : imported());
    const performed = projectLife.perform(project, row.act, { on: '2026-01-01', reason }, actingOn(today));
    await expect(performed).rejects.toThrow(/illegalTransition/);
    expect(project.status).toBe(row.status);
  });

  it('lets only an imported project be closed before it has ended', () => {
    const closable = (origin: 'own' | 'imported') =>
      statesOf(origin).flatMap(({ act, from }) => (act === 'close' ? [from] : []));
    expect([closable('own'), closable('imported')]).toEqual([['ended'], ['ended', 'contracting', 'running']]);
  });
});

describe('the start of a project', () => {
  it('sets the actual first day', () => {
    const project = given();
    project.start({ on: '2025-02-15' }, today, sound);
    expect(project).toMatchObject({ startsOn: '2025-02-15', endsOn: '2027-12-31', statusSince: '2025-02-15' });
  });

  it('needs exactly one lead partner', () => {
    const start = (leads: number) => () => given().start({ on: '2025-01-01' }, today, { ...sound, leads });
    expect([codeOf(start(0)), codeOf(start(1)), codeOf(start(2))]).toEqual([
      'leadPartnerMissing',
      undefined,
      'severalLeadPartners',
    ]);
  });

  it.each(['programmeProcured', 'ownFunds'])('needs no lead partner under %s', (fundingMode) => {
    const consortium = { ...sound, fundingMode, leads: 0 };
    expect(codeOf(() => given().start({ on: '2025-01-01' }, today, consortium))).toBeUndefined();
  });

  it('needs as many partners and countries as its programme requires', () => {
    const rule = { minPartners: 3, minCountries: 3 };
    const start = (partners: number, countries: number) => () =>
      given().start({ on: '2025-01-01' }, today, { ...sound, rule, partners, countries });
    expect([codeOf(start(2, 2)), codeOf(start(3, 2)), codeOf(start(3, 3))]).toEqual([
      'consortiumTooSmall',
      'consortiumTooSmall',
      undefined,
    ]);
    expect(refusalOf(start(3, 2))?.facts).toEqual({ partners: 3, minPartners: 3, countries: 2, minCountries: 3 });
  });

  it('needs both dates, and keeps them', () => {
    const project = given({ endsOn: undefined });
    expect(refusalOf(() => project.start({ on: '2025-01-01' }, today, sound))?.facts).toEqual({ missing: 'endsOn' });
    expect(codeOf(() => at('running').change({ endsOn: null } as object, sound))).toBe('datesMissing');
  });

  it('has a day that is not in the future, not after the end and not earlier than the previous act', () => {
    expect(issueOf(() => given().start({}, today, sound))).toBe('schemaViolation');
    expect(issueOf(() => given().start({ on: '2027-05-02' }, today, sound))).toBe('factInFuture');
    expect(issueOf(() => given({ endsOn: '2026-01-01' }).start({ on: '2026-01-02' }, today, sound))).toBe(
      'invalidPeriod',
    );
    const running = given();
    running.start({ on: '2025-01-01' }, today, sound);
    expect(issueOf(() => running.end({ on: '2024-12-31' }, today, sound))).toBe('invalidPeriod');
  });
});

describe('the dates that figures read', () => {
  it('end with the actual end of the activities', () => {
    const project = at('running');
    project.end({ on: '2026-11-30' }, today, sound);
    expect(project.endsOn).toBe('2026-11-30');
  });

  it('end with a termination, and are removed if the project never ran', () => {
    const project = at('suspended');
    project.terminate({ on: '2026-06-30', reason }, today, sound);
    expect(project).toMatchObject({ endsOn: '2026-06-30', statusReason: reason });
    const unborn = given();
    unborn.terminate({ on: '2024-06-30', reason }, today, sound);
    expect(unborn).toMatchObject({ startsOn: null, endsOn: null });
  });
});

describe('an imported project', () => {
  it('is flagged for every fault that an own one is refused for', () => {
    const project = imported({ title: { en: 'Only in English' } });
    expect(project.qualityFlags).toEqual(['languageIncomplete']);
    project.advance({}, today, { ...sound, rule: { minPartners: 9 }, leads: 2 });
    expect(project.qualityFlags).toEqual(['severalLeadPartners', 'consortiumTooSmall', 'languageIncomplete']);
    expect(project.statusSince).toBeNull();
  });

  it('is flagged for a second lead partner before it starts, and for the rules of the start from then on', () => {
    const project = imported();
    expect(project.review({ ...sound, leads: 2, rule: { minPartners: 9 } })).toBe(true);
    expect(project.qualityFlags).toEqual(['severalLeadPartners']);
    project.terminate({ reason }, today, { ...sound, leads: 0 });
    expect(project.qualityFlags).toEqual(['leadPartnerMissing']);
    expect(at('terminatedEarly', project).review({ ...sound, leads: 0 })).toBe(false);
  });

  it('loses a flag when a correction removes its fault, even after its closure', () => {
    const project = imported({ title: { en: 'Only in English' } });
    project.advance({}, today, { ...sound, leads: 0 });
    at('closed', project).change({ title: projectExample.title }, sound);
    expect(project.qualityFlags).toEqual([]);
  });

  it('is refused for impossible data', () => {
    expect(NewProject.safeParse({ ...projectExample, endsOn: '2024-12-31' }).error?.issues[0]).toMatchObject({
      path: ['endsOn'],
      params: { issue: 'invalidPeriod' },
    });
    expect(issueOf(() => imported({ startsOn: '2025-01-01' }).change({ endsOn: '2024-12-31' }, sound))).toBe(
      'invalidPeriod',
    );
  });

  it('names its source, and an own one names its department instead', () => {
    const paths = (changes: object) =>
      NewProject.safeParse({ ...projectExample, ...changes }).error?.issues.map(({ path }) => path.join('.'));
    expect(paths({ origin: 'imported' })).toEqual(['importSource']);
    expect(paths({ importSource: 'keep' })).toEqual(['importSource']);
    expect(paths({ departments: [] })).toEqual(['departments']);
  });
});

describe('an own project', () => {
  it.each(['closed', 'terminatedEarly'] as const)('cannot change once it is %s', (status) => {
    expect(codeOf(() => at(status).change({ acronym: 'NEW' }, sound))).toBe('recordClosed');
  });
});

it('fits into a fact with every text at its longest, in a script of three bytes a letter', () => {
  const text = (length: number) => '橋'.repeat(length);
  const texts = (length: number) => ({ fr: text(length), nl: text(length), en: text(length), de: text(length) });
  const project = given({
    acronym: text(300),
    title: texts(300),
    summary: texts(500),
    source: text(1000),
    regionalPartners: Array.from({ length: 10 }, (_, index) => `${index}${text(79)}`),
    externalIds: { programmeId: text(60), keepId: '999999999999', cordisId: '999999999999', kohesioQ: 'Q99999999999' },
  });
  project.terminate({ on: '2025-01-01', reason: texts(500) }, today, sound);
  const fact = JSON.stringify(ProjectState.parse(toJson(project)));
  expect(Buffer.byteLength(fact)).toBeLessThan(32 * 1024);
});
