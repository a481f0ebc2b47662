import { IsoDate } from '@passerelle/domain/period';
import { describeService } from '@passerelle/platform/announcements';
import { fact } from '@passerelle/platform/facts';
import { z } from 'zod';
import { markingsOf } from './marking.js';

const describing = (...kinds: ReturnType<typeof fact>['kind'][]) =>
  describeService({ service: 'things', version: '1', typePrefix: 'test', operations: [], facts: kinds });
const told = (resource: string, schema: z.ZodType, verb = 'changed') =>
  fact(resource, verb, schema, { summary: 'It changed' }).kind;

const Span = z.strictObject({ from: IsoDate, to: IsoDate.meta({ 'x-calendar': 'spanEnd' }).optional() });

it('finds marked dates wherever they lie: plain, optional, described, nested, in a shape with a name of its own', () => {
  const Thing = z
    .object({
      heldOn: IsoDate.meta({ 'x-calendar': 'held' }),
      dueOn: IsoDate.optional().describe('When').meta({ 'x-calendar': 'due' }),
      dueAt: z.iso.datetime().meta({ 'x-calendar': 'dueAt', description: 'The instant' }).optional(),
      plain: IsoDate,
      span: Span.meta({ id: 'MarkedSpan' }).describe('From when to when').optional(),
      deep: z.object({ er: z.object({ on: IsoDate.meta({ 'x-calendar': 'deep' }) }) }),
      variant: z.union([z.object({ a: IsoDate.meta({ 'x-calendar': 'a' }) }), z.object({ b: z.string() })]),
    })
    .meta({ id: 'MarkedThing' });
  expect(markingsOf(describing(told('things', Thing), told('things', Thing, 'closed'))).dates).toEqual([
    { resource: 'things', path: ['deep', 'er', 'on'], kind: 'deep' },
    { resource: 'things', path: ['dueAt'], kind: 'dueAt' },
    { resource: 'things', path: ['dueOn'], kind: 'due' },
    { resource: 'things', path: ['heldOn'], kind: 'held' },
    { resource: 'things', path: ['span', 'to'], kind: 'spanEnd' },
    { resource: 'things', path: ['variant', 'a'], kind: 'a' },
  ]);
});

it('finds what a record belongs to, and nothing in what marks nothing', () => {
  const Part = z.object({ thingId: z.uuid().meta({ 'x-belongs-to': 'things' }), on: IsoDate });
  expect(markingsOf(describing(told('parts', Part)))).toEqual({
    dates: [],
    belongings: [{ resource: 'parts', field: 'thingId', owner: 'things' }],
  });
  expect(markingsOf(describing(told('things', z.object({ on: IsoDate }))))).toEqual({ dates: [], belongings: [] });
});

it('comes to an end on a shape that holds itself', () => {
  const Node = z
    .object({
      on: IsoDate.meta({ 'x-calendar': 'node' }),
      get next() {
        return Node.optional();
      },
    })
    .meta({ id: 'MarkedNode' });
  const { dates } = markingsOf(describing(told('nodes', z.object({ first: Node }))));
  expect(dates).toContainEqual({ resource: 'nodes', path: ['first', 'next', 'on'], kind: 'node' });
  expect(dates.length).toBeLessThan(10);
});
