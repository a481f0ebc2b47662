import fc from 'fast-check';
import { a15 } from '../catalogue/a1-5.js';
import { a25 } from '../catalogue/a2-5.js';
import type { Definition } from '../definition.schema.js';
import { read } from './read.js';

const root = 'practices/1';
function keysOf(definition: Definition, data: object): string[] {
  const rule = definition.rules.find((each) => each.root === 'practices');
  if (rule === undefined) throw new Error('it has a rule of practices');
  const { contributions } = read(definition, rule, root, new Map([[root, { ...data }]]), '2026-08-01');
  return contributions.map(({ period, key }) => `${period} ${key}`);
}

describe('a practice that rests on other records', () => {
  const cites = (...basedOn: unknown[]) => keysOf(a25, { capturedOn: '2026-03-31', basedOn });
  const visit = { resource: 'visits', id: '7' };

  it('counts each of them in the period of its day', () =>
    expect(cites(visit, { resource: 'projects', id: '7' })).toEqual([
      '2026 visits/7',
      '2026 projects/7',
      '2026-Q1 visits/7',
      '2026-Q1 projects/7',
    ]));

  it('counts one that it names twice once, and itself not at all', () => {
    expect(cites(visit, visit)).toEqual(['2026 visits/7', '2026-Q1 visits/7']);
    expect(cites({ resource: 'practices', id: '1' })).toEqual([]);
  });

  it('counts nothing without a day, a list or a whole reference', () => {
    expect(keysOf(a25, { basedOn: [visit] })).toEqual([]);
    expect(keysOf(a25, { capturedOn: '2026-03-31' })).toEqual([]);
    expect(cites('visits/7', { resource: 'visits' }, { ...visit, id: 7 }, null)).toEqual([]);
  });

  it('counts as many as it names different ones', () => {
    const ground = fc.record({ resource: fc.constantFrom('visits', 'practices'), id: fc.constantFrom('1', '2', '3') });
    const law = fc.property(fc.array(ground), (basedOn) => {
      const different = new Set(basedOn.map(({ resource, id }) => `${resource}/${id}`));
      different.delete(root);
      const yearly = cites(...basedOn).filter((row) => row.startsWith('2026 '));
      expect(yearly.map((row) => row.slice(5)).sort()).toEqual([...different].sort());
    });
    fc.assert(law);
  });
});

describe('a practice with a target', () => {
  const uses = (target: object, status = 'adopted') => keysOf(a15, { status, adoptedOn: '2026-03-31', target });

  it('counts its plan or project, and no working process', () => {
    expect(uses({ kind: 'plan', id: '7' })).toEqual(['2026 plan/7', '2026-Q1 plan/7']);
    expect(uses({ kind: 'project', id: '7' }, 'evaluated')).toEqual(['2026 project/7', '2026-Q1 project/7']);
    expect(uses({ kind: 'process', name: { en: 'Reviews' } })).toEqual([]);
  });

  it('does not count once it is abandoned', () => expect(uses({ kind: 'plan', id: '7' }, 'abandoned')).toEqual([]));
});
