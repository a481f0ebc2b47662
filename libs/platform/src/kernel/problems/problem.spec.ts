import { addDays, BeyondCalendar } from '@passerelle/domain/period';
import fc from 'fast-check';
import { asRefusal, problemLanguage, Problem, problemOf } from './problem.js';
import * as kinds from './kinds.js';
import { belgifKindsWith, Refusal, refusalKindsWith, refusal } from './refusal.js';
import * as rules from './rules.js';

const texts = {
  fr: { tooFew: 'Il y en a {count}, il en faut {least}.' },
  nl: { tooFew: 'Er zijn er {count}, er zijn er {least} nodig.' },
  en: { tooFew: 'There are {count}, {least} are needed.' },
  de: { tooFew: 'Es sind {count}, nötig sind {least}.' },
};
const tooFew = refusalKindsWith(texts)({ code: 'tooFew', status: 409, title: 'Too Few' });

const languages = ['fr', 'nl', 'en', 'de'] as const;

it('uses the first of our four languages that the caller accepts, otherwise English', () => {
  const spoken = ['nl-BE,fr;q=0.9', 'FR', 'es, de-AT;q=0.5', 'es', '', undefined, '*', ',,;'].map(problemLanguage);
  expect(spoken).toEqual(['nl', 'fr', 'de', 'en', 'en', 'en', 'en', 'en']);
});

it('fills in the facts, and carries them as members too', () => {
  const problem = problemOf(refusal(tooFew, { count: 1, least: 3 }), 'fr');
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

it('leaves a placeholder without a fact as it is, instead of writing "undefined"', () => {
  expect(problemOf(refusal(tooFew, { count: 1 }), 'en').detail).toBe('There are 1, {least} are needed.');
});

it('never lets a fact become the status, the type or any other member of the problem itself', () => {
  const members = ['type', 'title', 'status', 'detail', 'instance'] as const;
  const facts = fc.dictionary(fc.constantFrom(...members, 'count'), fc.oneof(fc.string(), fc.integer()));
  const law = fc.property(facts, fc.constantFrom(...languages), (given, language) => {
    const problem = problemOf(refusal(tooFew, given), language);
    expect(problem).toMatchObject({ status: 409, type: tooFew.type, title: 'Too Few' });
    expect(problem.instance).toMatch(/^urn:uuid:/);
    expect(Problem.safeParse(problem).success).toBe(true);
  });
  fc.assert(law);
});

it('hides every error that is not a refusal', () => {
  expect(asRefusal(refusal(tooFew)).kind.code).toBe('tooFew');
  for (const error of [new Error('password'), 'text', undefined, null, { status: 200 }])
    expect(asRefusal(error)).toMatchObject({ kind: { code: 'internalServerError', status: 500 }, facts: {} });
});

it('treats a day outside the calendar as a fault of the input', () => {
  expect(asRefusal(new BeyondCalendar()).issues).toMatchObject([
    { type: 'urn:problem-type:belgif:input-validation:invalidPeriod', in: 'body' },
  ]);
  const computed = (): string => rules.within('days', () => addDays('2199-12-31', 30));
  expect(computed).toThrow(/body.days: leads to a day that must lie between 1900-01-01 and 2199-12-31/);
  expect(rules.within('days', () => addDays('2026-12-31', 1))).toBe('2027-01-01');
  expect(() => rules.within('days', () => JSON.parse('no JSON'))).toThrow(SyntaxError);
});

it('has an error message with all facts and issues, for the log', () => {
  const issue = { type: 'urn:x', in: 'body', name: 'on', detail: 'lies in the future' } as const;
  expect(new Refusal(tooFew, { count: 1 }, [issue]).message).toBe('tooFew {"count":1} body.on: lies in the future');
});

describe('the catalogue', () => {
  const declared = [...Object.values(kinds), ...Object.values(rules)].filter((value) => typeof value !== 'function');

  it('has each code once', () => {
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

  it('gives its own types and the standardised ones different URNs', () => {
    const declared = { code: 'tooFew', status: 400, title: 'X' } as const;
    expect([refusalKindsWith(texts)(declared).type, belgifKindsWith(texts)(declared).type]).toEqual([
      'urn:problem-type:passerelle:tooFew',
      'urn:problem-type:belgif:tooFew',
    ]);
  });
});

describe('the rules of every record', () => {
  const table = [
    { from: 'draft', act: 'sign', to: 'inForce' },
    { from: 'inForce', act: 'end', to: 'ended' },
  ] as const;

  it('refuses an act that the table does not allow, and lists the allowed acts', () => {
    expect(rules.stateAfter(table, 'draft', 'sign')).toBe('inForce');
    expect(() => rules.stateAfter(table, 'ended', 'sign')).toThrow(/illegalTransition .*"possible":"-"/);
    expect(() => rules.stateAfter(table, 'draft', 'end')).toThrow(/"possible":"sign"/);
  });

  it('offers no act of the clock to a caller', () => {
    const timed = [
      { from: 'notified', act: 'reply', to: 'answered' },
      { from: 'notified', act: 'missReply', to: 'noReply', by: 'clock' },
    ];
    expect(() => rules.stateAfter(timed, 'notified', 'close')).toThrow(/"possible":"reply"/);
  });

  it('accepts today and refuses tomorrow', () => {
    expect(() => rules.refuseFuture('on', '2026-11-24', '2026-11-24')).not.toThrow();
    expect(() => rules.refuseFuture('on', '2026-11-25', '2026-11-24')).toThrow(/lies in the future/);
  });

  it('requires both official languages of public records only', () => {
    expect(() => rules.refuseIncomplete('public', { fr: 'Oui', nl: 'Ja' })).not.toThrow();
    expect(() => rules.refuseIncomplete('internal', { en: 'Yes' })).not.toThrow();
    expect(() => rules.refuseIncomplete('public', { fr: 'Oui' })).toThrow(/languageIncomplete .*"missing":"nl"/);
  });
});
