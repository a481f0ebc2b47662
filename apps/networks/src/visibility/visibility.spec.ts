import { languages } from '@passerelle/domain/language';
import { toJson } from '@passerelle/platform/kernel/rpc';
import { codeOf } from '@passerelle/testing/refused';
import { VisibilityRecord } from './visibility.entity.js';
import { citationExample, visibilityExample } from './visibility.example.js';
import { NewVisibilityItem, VisibilityItemChange, VisibilityItemState } from './visibility.schema.js';

const name = { id: '01930000-0000-7000-8000-000000000001', ref: 'NW-2026-0001' };
const today = '2026-12-01';

const record = (changes: object = {}, example: object = visibilityExample) =>
  VisibilityRecord.record(name, NewVisibilityItem.parse({ ...example, ...changes }), today);
const change = (item: VisibilityRecord, changes: object) =>
  codeOf(() => item.change(VisibilityItemChange.parse(changes), today));
const faultsOf = (changes: object, example: object = visibilityExample) =>
  (NewVisibilityItem.safeParse({ ...example, ...changes }).error?.issues ?? []).map(({ path }) => path.join('.'));
const figure = { count: 120, unit: 'persons', source: 'A count' };

describe('an item of visibility', () => {
  it('serves promotion unless it says otherwise, and is internal', () => {
    const { classification: _, ...terms } = visibilityExample;
    expect(NewVisibilityItem.parse(terms)).toMatchObject({
      ...{ objective: 'O3', classification: 'internal', projectIds: [], planIds: [], regionalPartners: [] },
    });
  });

  it('was seen on a day that is not in the future, also after a correction', () => {
    expect(codeOf(() => record({ shownOn: '2026-12-02' }))).toBe('factInFuture');
    const item = record({ shownOn: today });
    expect(item.shownOn).toBe(today);
    expect(change(item, { shownOn: '2026-12-02' })).toBe('factInFuture');
  });

  it('shows a project, a plan or a work by its name, also after a correction', () => {
    expect(faultsOf({ work: undefined })).toEqual(['work']);
    expect(faultsOf({ work: undefined, planIds: [name.id] })).toEqual([]);
    const item = record({ projectIds: [name.id] });
    expect(change(item, { work: null })).toBeUndefined();
    expect(change(item, { projectIds: [] })).toBe('schemaViolation');
  });

  it('names the citing country as a citation, and only then, also after a correction', () => {
    expect(faultsOf({ citingCountry: undefined }, citationExample)).toEqual(['citingCountry']);
    expect(faultsOf({ citingCountry: 'FR' })).toEqual(['citingCountry']);
    const item = record({}, citationExample);
    expect(change(item, { citingCountry: null })).toBe('schemaViolation');
    expect(change(record({}, citationExample), { kind: 'article' })).toBe('schemaViolation');
    expect(change(record({}, citationExample), { kind: 'article', citingCountry: null })).toBeUndefined();
  });

  it('may be a citation of which no copy was kept', () => {
    expect(record({ archivedHash: undefined }, citationExample).archivedHash).toBeUndefined();
  });

  it('is available in languages of ISO 639-1, also in others than ours', () => {
    expect(record({ languages: ['pl', 'uk', 'fr'] }).languages).toEqual(['pl', 'uk', 'fr']);
    expect(faultsOf({ languages: ['dk'] })).toEqual(['languages.0']);
    expect(faultsOf({ languages: ['FR'] })).toEqual(['languages.0']);
    expect(faultsOf({ languages: [] })).toEqual(['languages']);
    expect(faultsOf({ languages: ['fr', 'fr'] })).toEqual(['languages']);
  });
});

describe('the reach of an item', () => {
  it('has one figure a unit, each with its source (N5)', () => {
    expect(faultsOf({ reach: [figure, { ...figure, unit: 'impressions' }] })).toEqual([]);
    expect(faultsOf({ reach: [figure, { ...figure, count: 90 }] })).toEqual(['reach']);
    const { source: _, ...unsourced } = figure;
    const issues = NewVisibilityItem.safeParse({ ...visibilityExample, reach: [unsourced] }).error?.issues ?? [];
    expect(issues.map((issue) => [issue.path.join('.'), 'params' in issue ? issue.params?.issue : issue.code])).toEqual(
      [
        ['reach.0.source', 'invalid_type'],
        ['reach.0.source', 'unsourcedFigure'],
      ],
    );
  });

  it.each([5, null, 'many', [], { count: 1, unit: 'persons', source: 5 }, { ...figure, unit: 'sheep' }])(
    'is no %j, which is no question of its source',
    (given) => {
      const issues = NewVisibilityItem.safeParse({ ...visibilityExample, reach: [given] }).error?.issues ?? [];
      expect(issues).not.toEqual([]);
      expect(issues.filter(({ code, path }) => code === 'custom' && path.includes('source'))).toEqual([]);
    },
  );
});

describe('the size of a fact', () => {
  const filled = (text: string, max: number) => text.repeat(Math.ceil(max / text.length)).slice(0, max - 1) + '.';
  // Letters of three bytes each: no language of ours has more of them.
  const inAll = (max: number) => Object.fromEntries(languages.map((language) => [language, filled('ữệ', max)]));
  const ids = Array.from({ length: 10 }, (_, n) => `01930000-0000-7000-8000-0000000000${10 + n}`);

  it('of a full item, in four languages, is less than 32 KB', () => {
    const source = filled('ữệ', 500);
    const item = record({
      ...{ title: inAll(300), work: inAll(300), outlet: filled('ữệ', 200), projectIds: ids, planIds: ids },
      place: { ...visibilityExample.place, name: filled('ữệ', 200) },
      ...{ activityId: ids[0], visitId: ids[0], archivedHash: citationExample.archivedHash },
      languages: 'fr nl en de pl it es pt ro hu cs sk sl hr bg el fi sv da et lv lt mt ga uk tr ar zh ja ko'.split(' '),
      reach: ['persons', 'impressions', 'copies'].map((unit) => ({ count: 1_000_000_000, unit, source })),
      url: `https://example.org/${'d'.repeat(980)}`,
      source: filled('ữệ', 1000),
    });
    const state = VisibilityItemState.parse(toJson(item));
    expect(state.languages).toHaveLength(30);
    expect(Buffer.byteLength(JSON.stringify(state))).toBeLessThan(32 * 1024 - 200);
  });
});
