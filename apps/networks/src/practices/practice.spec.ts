import { languages } from '@passerelle/domain/language';
import { Refusal } from '@passerelle/platform/kernel/problems';
import { toJson } from '@passerelle/platform/kernel/rpc';
import { actingOn } from '@passerelle/testing/acting';
import { codeOf } from '@passerelle/testing/refused';
import fc from 'fast-check';
import { PracticeRecord } from './practice.entity.js';
import {
  abandonmentExample,
  adoptionExample,
  assessmentExample,
  evaluationExample,
  implementationExample,
  practiceExample,
  rejectionExample,
  shortlistExample,
} from './practice.example.js';
import { practiceLife } from './practice.life.js';
import {
  NewPractice,
  PracticeAdoption,
  PracticeChange,
  PracticeState,
  type PracticeStatus,
} from './practice.schema.js';

const today = '2025-06-30';
const id = '01930000-0000-7000-8000-000000000009';
const plan = { kind: 'plan', id: '01930000-0000-7000-8000-000000000008' } as const;

const captured = (changes: object = {}): PracticeRecord =>
  PracticeRecord.capture({ id, ref: 'NW-2024-0001' }, NewPractice.parse({ ...practiceExample, ...changes }), today);

const adoption = PracticeAdoption.parse(adoptionExample);

/** In a state, by way of all acts that lead there. */
function practiceIn(status: PracticeStatus): PracticeRecord {
  const practice = captured();
  const steps: readonly [PracticeStatus, () => void][] = [
    ['captured', () => undefined],
    ['assessed', () => practice.assess(assessmentExample, today)],
    ['shortlisted', () => practice.shortlist(shortlistExample, today)],
    ['rejected', () => practice.reject(rejectionExample, today)],
    ['adopted', () => practice.adopt(adoption, today)],
    ['abandoned', () => practice.abandon(abandonmentExample, today)],
    ['implemented', () => practice.implement(implementationExample, true, today)],
    ['evaluated', () => practice.evaluate(evaluationExample, today)],
  ];
  for (const [state, step] of steps) {
    const isAside = ['rejected', 'abandoned'].includes(state) && state !== status;
    if (!isAside) step();
    if (state === status) break;
  }
  return Object.assign(practice, { status });
}

const change = (practice: PracticeRecord, patch: object): void => practice.change(PracticeChange.parse(patch));

describe('a practice that is captured', () => {
  it('was seen on no later day than today', () => {
    expect(codeOf(() => captured({ capturedOn: '2025-07-01' }))).toBe('factInFuture');
    expect(captured({ capturedOn: today })).toMatchObject({ status: 'captured', objective: 'O4', basedOn: [] });
  });

  const place = (changes: object) => ({ origin: { place: { name: 'A square', country: 'BE', ...changes } } });
  const isRefused = (origin: object) => {
    const { error } = NewPractice.safeParse({ ...practiceExample, ...origin });
    const [found] = error?.issues ?? [];
    if (found === undefined) return false;
    expect(found).toMatchObject({ path: ['origin', 'place'], params: { issue: 'practiceFromBrussels' } });
    return true;
  };
  const code = (scheme: string, given: string, version?: string) =>
    place({ territory: { scheme, code: given, ...(version === undefined ? {} : { version }) } });

  it.each<readonly [string, object]>([
    ['NUTS 1', code('NUTS', 'BE1', '2021')],
    ['NUTS 3', code('NUTS', 'BE100', '2024')],
    ['ISO 3166-2', code('ISO3166-2', 'BE-BRU')],
    ['Wikidata: the Region', code('WIKIDATA', 'Q240')],
    ['Wikidata: the city', code('WIKIDATA', 'Q239')],
    ['a municipality', code('LAU', '21004')],
    ['a municipality, with its country', code('LAU', 'BE_21019')],
    ...[
      'Brussels',
      'BRUXELLES',
      ' brussel ',
      'Brüssel',
      'Bru\u0308ssel',
      'Ville de Bruxelles',
      'Stad Brussel',
      'City of Brussels',
      'Région de Bruxelles-Capitale',
      'Région de Bruxelles–Capitale',
      'Brussels Hoofdstedelijk Gewest',
      'Brussels-Capital Region',
      'Brussels Capital Region',
      'Region Brüssel-Hauptstadt',
    ].map((name) => [`the name ${name}`, place({ name })] as const),
  ])('is not from Brussels (N7): %s', (_, origin) => {
    expect(isRefused(origin)).toBe(true);
  });

  it.each([
    ['a name that only begins so', place({ name: 'Brusselsestraat, Gent' })],
    ['a place of that name elsewhere', { origin: { place: { name: 'Brussels', country: 'CA' } } }],
    ['the province around it', code('NUTS', 'BE24', '2021')],
    ['another municipality', code('LAU', '23088')],
    ['no code', place({ name: 'Gent' })],
  ])('may be from elsewhere: %s', (_, origin) => {
    expect(isRefused(origin)).toBe(false);
  });

  it('names a record once that it rests on', () => {
    const ground = { resource: 'positions', id };
    const isValid = (basedOn: object[]) => NewPractice.safeParse({ ...practiceExample, basedOn }).success;
    expect([isValid([ground]), isValid([ground, ground])]).toEqual([true, false]);
  });
});

describe('a change', () => {
  const always = { origin: { place: { name: 'Utrecht' } }, source: 'https://example.org/', basedOn: [], themes: [] };

  it.each(['captured', 'assessed', 'shortlisted', 'adopted', 'implemented', 'evaluated'] as const)(
    'may touch all terms of one that is %s',
    (status) => {
      const practice = practiceIn(status);
      change(practice, { ...always, title: { fr: 'Autre titre' }, level: 'world' });
      expect(practice).toMatchObject({ level: 'world', origin: { place: { name: 'Utrecht', country: 'NL' } } });
    },
  );

  it.each(['rejected', 'abandoned'] as const)('of one that is %s corrects what it was about, and no more', (status) => {
    change(practiceIn(status), { ...always, departments: ['bisa'], classification: 'public' });
    for (const patch of [{ title: { fr: 'Autre' } }, { ...always, level: 'world' }, { target: plan }])
      expect(codeOf(() => change(practiceIn(status), patch))).toBe('recordClosed');
  });

  it('does not move it to Brussels, nor the day on which it was seen', () => {
    const elsewhere = { origin: { place: { name: 'Bruxelles', country: 'BE', territory: null } } };
    expect(codeOf(() => change(captured(), elsewhere))).toBe('practiceFromBrussels');
    expect(PracticeChange.safeParse({ capturedOn: '2024-01-01' }).success).toBe(false);
  });

  it('does not make it rest on itself', () => {
    const basedOn = [{ resource: 'practices', id }];
    expect(codeOf(() => change(captured(), { basedOn }))).toBe('schemaViolation');
    expect(codeOf(() => change(captured(), { basedOn: [{ resource: 'plans', id }] }))).toBeUndefined();
  });

  it('names a target from the decision on', () => {
    for (const status of ['captured', 'assessed', 'shortlisted'] as const)
      for (const target of [plan, null])
        expect(codeOf(() => change(practiceIn(status), { target }))).toBe('schemaViolation');
    for (const status of ['adopted', 'implemented', 'evaluated'] as const) {
      const practice = practiceIn(status);
      change(practice, { target: plan });
      expect(practice.target).toEqual(plan);
    }
  });

  it('takes the target away before it is in use only (N6)', () => {
    const practice = practiceIn('adopted');
    change(practice, { target: null });
    expect(practice.target).toBeNull();
    for (const status of ['implemented', 'evaluated'] as const)
      expect(codeOf(() => change(practiceIn(status), { target: null }))).toBe('practiceTargetMissing');
  });
});

describe('an act', () => {
  it('keeps the day of the first assessment, and takes a practice off the shortlist', () => {
    const practice = practiceIn('shortlisted');
    practice.assess({ ...assessmentExample, on: '2024-05-20', potential: 2 }, today);
    expect(practice).toMatchObject({ assessedOn: '2024-04-22', potential: 2, shortlistedOn: null });
  });

  it('of adoption decides it, and may leave the target open', () => {
    const { on, ...decision } = adoptionExample;
    expect(practiceIn('adopted')).toMatchObject({ decidedOn: on, adoptedOn: on, ...decision });
    const practice = practiceIn('shortlisted');
    practice.adopt({ on: '2024-06-10', adoptedBy: ['bisa'] }, today);
    expect(practice.target).toBeNull();
  });

  it('of rejection decides it as well, with its reason', () => {
    const { on, reason } = rejectionExample;
    expect(practiceIn('rejected')).toMatchObject({ decidedOn: on, reason });
    expect(practiceIn('rejected')).not.toHaveProperty('adoptedOn');
  });

  it('of implementation needs a target that is known (N6)', () => {
    const practice = practiceIn('adopted');
    expect(codeOf(() => practice.implement(implementationExample, false, today))).toBe('practiceTargetMissing');
    expect(practice.implementedOn).toBeUndefined();
  });

  it('of evaluation replaces the one before', () => {
    const practice = practiceIn('evaluated');
    const result = { fr: 'Autre résultat' };
    practice.evaluate({ on: '2025-05-05', result }, today);
    expect(practice).toMatchObject({ evaluatedOn: '2025-05-05', result });
  });

  const acts: readonly [string, PracticeStatus, (practice: PracticeRecord, on: string) => void, string][] = [
    ['assess', 'captured', (practice, on) => practice.assess({ ...assessmentExample, on }, today), '2024-03-14'],
    ['shortlist', 'assessed', (practice, on) => practice.shortlist({ on }, today), '2024-04-22'],
    ['reject', 'shortlisted', (practice, on) => practice.reject({ ...rejectionExample, on }, today), '2024-05-13'],
    ['adopt', 'shortlisted', (practice, on) => practice.adopt({ ...adoption, on }, today), '2024-05-13'],
    ['implement', 'adopted', (practice, on) => practice.implement({ on }, true, today), '2024-06-10'],
    ['evaluate', 'implemented', (practice, on) => practice.evaluate({ ...evaluationExample, on }, today), '2024-09-30'],
    ['evaluate', 'evaluated', (practice, on) => practice.evaluate({ ...evaluationExample, on }, today), '2025-03-31'],
    ['abandon', 'adopted', (practice, on) => practice.abandon({ ...abandonmentExample, on }, today), '2024-06-10'],
  ];

  it.each(acts)('is on no day before the previous one, nor in the future: %s when %s', (_, status, act, before) => {
    const dayBefore = new Date(Date.parse(before) - 86_400_000).toISOString().slice(0, 10);
    expect(codeOf(() => act(practiceIn(status), dayBefore))).toBe('invalidPeriod');
    expect(codeOf(() => act(practiceIn(status), '2025-07-01'))).toBe('factInFuture');
    for (const on of [before, today]) expect(codeOf(() => act(practiceIn(status), on))).toBeUndefined();
  });
});

describe('the life of a practice', () => {
  const bodies: Readonly<Record<string, object>> = {
    assess: assessmentExample,
    shortlist: {},
    reject: rejectionExample,
    adopt: adoptionExample,
    implement: {},
    evaluate: evaluationExample,
    abandon: abandonmentExample,
  };
  const daysOf = (practice: PracticeRecord): string[] =>
    [
      practice.capturedOn,
      practice.assessedOn,
      practice.shortlistedOn,
      practice.decidedOn,
      practice.implementedOn ?? practice.abandonedOn,
      practice.evaluatedOn,
    ].flatMap((day) => day ?? []);

  /** A working process is in no other service, so that no rule here reads the database. */
  const context = Object.create(actingOn(today), { tx: { value: undefined } });

  /** Performs what it can; what is refused changes nothing. */
  async function perform(practice: PracticeRecord, name: string, on: string): Promise<boolean> {
    const before = JSON.stringify(practice);
    try {
      await practiceLife.perform(practice, name, { ...bodies[name], on }, context);
      return true;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      expect(JSON.stringify(practice)).toBe(before);
      return false;
    }
  }

  it('implements once, never before the adoption, and keeps its days in order, whatever is tried', async () => {
    const acts = Object.keys(bodies);
    const day = fc
      .integer({ min: 0, max: 470 })
      .map((offset) => new Date(Date.parse('2024-03-10') + offset * 86_400_000).toISOString().slice(0, 10));
    const isLawful = fc.constantFrom(true, true, true, false);
    const turn = fc.record({ chosen: fc.nat(), on: day, isLawful, isTargeted: fc.constantFrom(true, true, false) });
    let implemented = 0;
    const law = fc.asyncProperty(fc.array(turn, { minLength: 15, maxLength: 30, size: 'max' }), async (turns) => {
      const practice = captured();
      const performed: string[] = [];
      for (const { chosen, on, ...turn } of turns.toSorted((one, other) => one.on.localeCompare(other.on))) {
        if (practice.status === 'adopted')
          change(practice, { target: turn.isTargeted ? adoptionExample.target : null });
        const possible = acts.filter((name) => practiceLife.acts[name]?.from.includes(practice.status));
        const names = turn.isLawful && possible.length > 0 ? possible : acts;
        const name = names[chosen % names.length] ?? '';
        if (await perform(practice, name, on)) performed.push(name);
        const days = daysOf(practice);
        expect(days).toEqual(days.toSorted());
      }
      expect(performed.filter((name) => name === 'implement').length).toBeLessThanOrEqual(1);
      const at = performed.indexOf('implement');
      if (at < 0) return;
      implemented++;
      expect(performed.slice(0, at)).toContain('adopt');
      expect(practice.target).not.toBeNull();
    });
    await fc.assert(law, { numRuns: 200 });
    expect(implemented).toBeGreaterThan(0);
  });

  it('has the states of the schema', () => {
    const states = new Set(practiceLife.transitions.flatMap(({ from, to }) => [from, to]));
    expect([...states].sort()).toEqual([...PracticeState.shape.status.options].sort());
  });
});

describe('the fact of a practice', () => {
  const words = {
    fr: 'Les aires métropolitaines dépassent déjà les frontières régionales; ',
    nl: 'Grootstedelijke gebieden overschrijden de gewestgrenzen, dat is reëel; ',
    en: 'Metropolitan areas already extend beyond the borders of the regions; ',
    de: 'Großstädtische Räume überschreiten bereits die Grenzen der Regionen; ',
  };
  const inAll = (max: number) =>
    Object.fromEntries(
      languages.map((language) => {
        const text = words[language];
        return [language, `${text.repeat(Math.ceil(max / text.length)).slice(0, max - 1)}.`];
      }),
    );

  it('at its fullest, in four languages, is less than 32 KB', () => {
    const practice = captured({
      ...{ title: inAll(300), problem: inAll(500), solution: inAll(500), source: 's'.repeat(1000) },
      ...{ visitId: id, activityId: id, projectId: id, themes: ['planning', 'statistics', 'metropolitanAreas'] },
      basedOn: Array.from({ length: 10 }, (_, n) => ({ resource: 'jointStudies', id: `${id.slice(0, -2)}${10 + n}` })),
    });
    practice.assess({ ...assessmentExample, assessment: inAll(500) }, today);
    practice.shortlist(shortlistExample, today);
    const step = 'draftAdopted';
    practice.adopt({ ...adoption, target: { ...plan, step, passage: inAll(300) } }, today);
    practice.implement(implementationExample, true, today);
    practice.evaluate({ ...evaluationExample, result: inAll(1000) }, today);
    const state = PracticeState.parse(toJson(Object.assign(practice, { status: 'evaluated', reason: inAll(500) })));
    expect(Buffer.byteLength(JSON.stringify(state))).toBeLessThan(32 * 1024 - 200);
  });
});
