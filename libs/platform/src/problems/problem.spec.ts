import fc from 'fast-check';
import { asRefusal, problemLanguage, Problem, problemOf } from './problem.js';
import * as kinds from './kinds.js';
import { belgifKind, Refusal, refusalKind, refuse } from './refusal.js';
import * as rules from './rules.js';

const tooFew = refusalKind({
  code: 'tooFew',
  status: 409,
  title: 'Too Few',
  detail: {
    fr: 'Il y en a {count}, il en faut {least}.',
    nl: 'Er zijn er {count}, er zijn er {least} nodig.',
    en: 'There are {count}, {least} are needed.',
    de: 'Es sind {count}, nötig sind {least}.',
  },
});

const languages = ['fr', 'nl', 'en', 'de'] as const;

it('speaks the first of our four languages that the caller names, and English to everyone else', () => {
  const spoken = ['nl-BE,fr;q=0.9', 'FR', 'es, de-AT;q=0.5', 'es', '', undefined, '*', ',,;'].map(problemLanguage);
  expect(spoken).toEqual(['nl', 'fr', 'de', 'en', 'en', 'en', 'en', 'en']);
});

it('fills in the facts, and carries them as members too', () => {
  const problem = problemOf(refuse(tooFew, { count: 1, least: 3 }), 'fr');
  expect(problem).toMatchObject({
    type: 'urn:problem-type:passerelle:tooFew',
    title: 'Too Few',
    status: 409,
    detail: 'Il y en a 1, il en faut 3.',
    count: 1,
    least: 3,
  });
  expect(problem.instance).toMatch(/^urn:uuid:/);
});

it('leaves a place open that no fact fills, rather than to write "undefined"', () => {
  expect(problemOf(refuse(tooFew, { count: 1 }), 'en').detail).toBe('There are 1, {least} are needed.');
});

it('never lets a fact become the status, the type or any other member of the problem itself', () => {
  const members = ['type', 'title', 'status', 'detail', 'instance'] as const;
  const facts = fc.dictionary(fc.constantFrom(...members, 'count'), fc.oneof(fc.string(), fc.integer()));
  const law = fc.property(facts, fc.constantFrom(...languages), (given, language) => {
    const problem = problemOf(refuse(tooFew, given), language);
    expect(problem).toMatchObject({ status: 409, type: tooFew.type, title: 'Too Few' });
    expect(problem.instance).toMatch(/^urn:uuid:/);
    expect(Problem.safeParse(problem).success).toBe(true);
  });
  fc.assert(law);
});

it('hides every error that is not a refusal', () => {
  expect(asRefusal(refuse(tooFew)).kind.code).toBe('tooFew');
  for (const error of [new Error('password'), 'text', undefined, null, { status: 200 }])
    expect(asRefusal(error)).toMatchObject({ kind: { code: 'internalServerError', status: 500 }, facts: {} });
});

it('tells the whole of a refusal to whoever reads the log', () => {
  const issue = { type: 'urn:x', in: 'body', name: 'on', detail: 'lies in the future' } as const;
  expect(new Refusal(tooFew, { count: 1 }, [issue]).message).toBe('tooFew {"count":1} body.on: lies in the future');
});

describe('the catalogue', () => {
  const declared = [...Object.values(kinds), ...Object.values(rules)].filter((value) => typeof value !== 'function');

  it('holds each code once', () => {
    const codes = declared.map((kind) => kind.code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.length).toBeGreaterThan(15);
  });

  it.each(declared.map((kind) => [kind.code, kind] as const))(
    'says %s in four languages, with the same facts',
    (_, kind) => {
      const places = languages.map((language) =>
        [...kind.detail[language].matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
      );
      for (const found of places) expect(new Set(found)).toEqual(new Set(places[0]));
      expect(new Set(languages.map((language) => kind.detail[language])).size).toBe(4);
      expect(kind.status).toBeGreaterThanOrEqual(400);
      expect(kind.type).toMatch(/^urn:problem-type:(belgif|passerelle):[a-z][A-Za-z]+$/);
    },
  );

  it('names its own types and the standardised ones apart', () => {
    const declaredTwice = { code: 'x', status: 400, title: 'X', detail: tooFew.detail };
    expect([refusalKind(declaredTwice).type, belgifKind(declaredTwice).type]).toEqual([
      'urn:problem-type:passerelle:x',
      'urn:problem-type:belgif:x',
    ]);
  });
});

describe('the rules of every record', () => {
  const table = [
    { from: 'draft', act: 'sign', to: 'inForce' },
    { from: 'inForce', act: 'end', to: 'ended' },
  ] as const;

  it('refuses what the table of states does not hold, and says what would be possible', () => {
    expect(rules.stateAfter(table, 'draft', 'sign')).toBe('inForce');
    expect(() => rules.stateAfter(table, 'ended', 'sign')).toThrow(/illegalTransition .*"possible":"-"/);
    expect(() => rules.stateAfter(table, 'draft', 'end')).toThrow(/"possible":"sign"/);
  });

  it('knows today from tomorrow', () => {
    expect(() => rules.refuseFuture('on', '2026-11-24', '2026-11-24')).not.toThrow();
    expect(() => rules.refuseFuture('on', '2026-11-25', '2026-11-24')).toThrow(/lies in the future/);
  });

  it('wants both official languages of what is public, and only of that', () => {
    expect(() => rules.refuseIncomplete('public', { fr: 'Oui', nl: 'Ja' })).not.toThrow();
    expect(() => rules.refuseIncomplete('internal', { en: 'Yes' })).not.toThrow();
    expect(() => rules.refuseIncomplete('public', { fr: 'Oui' })).toThrow(/languageIncomplete .*"missing":"nl"/);
  });
});
