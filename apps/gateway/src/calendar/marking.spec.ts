import { IsoDate } from '@passerelle/domain/period';
import { describeService } from '@passerelle/platform/runtime/announcements';
import { fact } from '@passerelle/platform/events/facts';
import { z } from 'zod';
import { markingsOf } from './marking.js';

const describing = (...kinds: ReturnType<typeof fact>['kind'][]) =>
  describeService({ service: 'things', version: '1', typePrefix: 'test', operations: [], facts: kinds });
const told = (resource: string, schema: z.ZodType, verb = 'changed') =>
  fact(resource, verb, schema, { summary: 'It changed' }).kind;

const mark = (path: string[], kind: string, more: object = {}) => ({
  ...{ resource: 'things', path, kind, until: null, done: null },
  ...more,
});

const Span = z.strictObject({
  from: IsoDate,
  to: IsoDate.meta({ 'x-calendar': 'spanEnd', 'x-calendar-until': 'last' }).optional(),
});

it('finds marked dates at any place: plain, optional, described, nested, in a named shape', () => {
  const Thing = z
    .object({
      heldOn: IsoDate.meta({ 'x-calendar': 'held' }),
      dueOn: IsoDate.optional()
        .describe('When')
        .meta({
          ...{ 'x-calendar': 'due', 'x-calendar-until': 'lastOn' },
          'x-calendar-done': [{ day: 'doneOn' }, { status: ['over'] }],
        }),
      dueAt: z.iso.datetime().meta({ 'x-calendar': 'dueAt', description: 'The instant' }).optional(),
      plain: IsoDate,
      span: Span.meta({ id: 'MarkedSpan' }).describe('From when to when').optional(),
      deep: z.object({ er: z.object({ on: IsoDate.meta({ 'x-calendar': 'deep' }) }) }),
      variant: z.union([z.object({ a: IsoDate.meta({ 'x-calendar': 'a' }) }), z.object({ b: z.string() })]),
    })
    .meta({ id: 'MarkedThing' });
  expect(markingsOf(describing(told('things', Thing), told('things', Thing, 'closed'))).dates).toEqual([
    mark(['deep', 'er', 'on'], 'deep'),
    mark(['dueAt'], 'dueAt'),
    mark(['dueOn'], 'due', { until: ['lastOn'], done: [{ day: 'doneOn' }, { status: ['over'] }] }),
    mark(['heldOn'], 'held'),
    mark(['span', 'to'], 'spanEnd', { until: ['span', 'last'] }),
    mark(['variant', 'a'], 'a'),
  ]);
});

it('finds the record that another belongs to, and nothing in a shape without markings', () => {
  const Part = z.object({ thingId: z.uuid().meta({ 'x-belongs-to': 'things' }), on: IsoDate });
  expect(markingsOf(describing(told('parts', Part)))).toEqual({
    dates: [],
    belongings: [{ resource: 'parts', field: 'thingId', owner: 'things' }],
  });
  expect(markingsOf(describing(told('things', z.object({ on: IsoDate }))))).toEqual({ dates: [], belongings: [] });
});

it('shows a date with an unknown rule of completion, and never as done', () => {
  const odd = z.object({ on: IsoDate.meta({ 'x-calendar': 'odd', 'x-calendar-done': 'by magic' }) });
  expect(markingsOf(describing(told('things', odd))).dates).toEqual([mark(['on'], 'odd')]);
});

it('ends on a recursive shape', () => {
  const Node = z
    .object({
      on: IsoDate.meta({ 'x-calendar': 'node' }),
      get next() {
        return Node.optional();
      },
    })
    .meta({ id: 'MarkedNode' });
  const { dates } = markingsOf(describing(told('nodes', z.object({ first: Node }))));
  expect(dates).toContainEqual({ ...mark(['first', 'next', 'on'], 'node'), resource: 'nodes' });
  expect(dates.length).toBeLessThan(10);
});
