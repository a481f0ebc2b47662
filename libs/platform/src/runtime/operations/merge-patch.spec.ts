import { LocalizedText } from '@passerelle/domain/localized-text';
import { Period } from '@passerelle/domain/period';
import fc from 'fast-check';
import { z } from 'zod';
import { Refusal } from '../../kernel/problems/index.js';
import { mergeInto, mergePatch } from './merge-patch.js';

const Terms = z.strictObject({
  title: LocalizedText(3, 100),
  validity: Period.optional(),
  tags: z.array(z.string()).max(3).default([]),
  place: z.discriminatedUnion('scheme', [
    z.strictObject({ scheme: z.literal('nuts'), code: z.string(), edition: z.string() }),
    z.strictObject({ scheme: z.literal('country'), code: z.string() }),
  ]),
  budget: z.int().optional(),
  names: z.strictObject({
    short: z.string().optional(),
    of: z.strictObject({ day: z.string().optional() }).optional(),
  }),
});
const Change = mergePatch(Terms);

const record = () => ({
  id: 'kept',
  title: { fr: 'Titre', nl: 'Titel', en: 'English title' },
  validity: { from: '2020-01-01', to: '2030-01-01' },
  tags: ['a', 'b'],
  place: { scheme: 'nuts', code: 'BE10', edition: '2021' },
  budget: null,
  names: { short: 'x', of: { day: '1' } },
});

function changed(patch: object): ReturnType<typeof record> {
  const before = record();
  mergeInto(before, Terms, Change.parse(patch));
  return before;
}

describe('the shape of a patch', () => {
  it.each([
    { title: { de: 'Deutscher Titel' } },
    { title: { nl: null } },
    { validity: null },
    { validity: { to: null } },
    { names: { of: { day: null } } },
    { tags: ['a'] },
    { budget: null },
  ])('may be %j', (patch) => expect(Change.parse(patch)).toEqual(patch));

  it.each([
    {},
    { title: null },
    { tags: null },
    { title: 'x' },
    { title: { fr: 'x' } },
    { title: { it: 'Titolo' } },
    { validity: { from: null } },
    { colour: 'red' },
  ])('must not be %j', (patch) => expect(Change.safeParse(patch).success).toBe(false));
});

describe('a merged record', () => {
  it.each([
    ['one language', { title: { en: 'Better' } }, { title: { fr: 'Titre', nl: 'Titel', en: 'Better' } }],
    ['a language that goes', { title: { nl: null } }, { title: { fr: 'Titre', en: 'English title' } }],
    ['one end of a period', { validity: { to: '2031-01-01' } }, { validity: { from: '2020-01-01', to: '2031-01-01' } }],
    ['a period without an end', { validity: { to: null } }, { validity: { from: '2020-01-01' } }],
    ['no period', { validity: null }, { validity: null }],
    ['a list as a whole', { tags: ['c'] }, { tags: ['c'] }],
    [
      'one of several shapes as a whole',
      { place: { scheme: 'country', code: 'BE' } },
      { place: { scheme: 'country', code: 'BE' } },
    ],
    ['a value at depth', { names: { of: { day: '2' } } }, { names: { short: 'x', of: { day: '2' } } }],
  ])('has %s', (_, patch, expected) => expect(changed(patch)).toEqual({ ...record(), ...expected }));

  it('gets a part that it did not have, if that is whole', () => {
    const before = { ...record(), validity: null };
    mergeInto(before, Terms, { validity: { from: '2024-01-01' } });
    expect(before.validity).toEqual({ from: '2024-01-01' });
  });

  it.each([
    ['body.validity.to', { validity: { to: '2019-01-01' } }],
    ['body.title', { title: { fr: null, nl: null, en: null } }],
  ])('is refused at %s, and not changed', (where, patch) => {
    const before = record();
    const merge = () => mergeInto(before, Terms, Change.parse(patch));
    expect(merge).toThrow(Refusal);
    try {
      merge();
    } catch (error) {
      const issues = error instanceof Refusal ? (error.issues ?? []) : [];
      expect(issues.map((issue) => `${issue.in}.${issue.name}`)).toEqual([where]);
    }
    expect(before).toEqual(record());
  });

  it('is what RFC 7396 makes of any texts', () => {
    const text = fc.constantFrom('one', 'two', 'three');
    const some = { requiredKeys: [] };
    const texts = fc.record({ fr: text, nl: text, en: text, de: text }, some);
    const given = fc.option(text, { nil: null });
    const patches = fc.record({ fr: given, nl: given, en: given, de: given }, some);
    const law = fc.property(texts, patches, (before, patch) => {
      const merged = { ...before, ...patch };
      const expected = Object.fromEntries(
        Object.entries(merged).filter(([, value]) => value !== null && value !== undefined),
      );
      fc.pre(Object.keys(expected).length > 0);
      const target = { ...record(), title: before };
      mergeInto(target, Terms, { title: patch });
      expect(target.title).toEqual(expected);
    });
    fc.assert(law);
  });
});
