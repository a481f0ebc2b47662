import { Instant } from '@passerelle/domain/instant';
import { LocalizedText } from '@passerelle/domain/localized-text';
import { IsoDate } from '@passerelle/domain/period';
import { getMetadataArgsStorage } from 'typeorm';
import { z } from 'zod';
import { StoredAs } from './stored-as.js';

const kind = z.enum(['one', 'other']);
const State = z.object({
  id: z.uuid(),
  ref: z.string(),
  version: z.int().min(1),
  parentId: z.uuid().optional(),
  kind: kind.describe('Which'),
  kinds: z.array(kind),
  title: LocalizedText(1, 10),
  parts: z.array(z.object({ name: z.string() })).max(3),
  on: IsoDate.optional().meta({ 'x-calendar': 'day' }),
  at: Instant,
  isOpen: z.boolean().default(false),
  note: z
    .string()
    .refine((text) => text !== '')
    .optional(),
});

function columnsOf(state: z.ZodObject, defaults: Record<string, string> = {}): Record<string, unknown> {
  class Probe {}
  StoredAs('probe', state, defaults)(Probe);
  const own = getMetadataArgsStorage().columns.filter(({ target }) => target === Probe);
  return Object.fromEntries(own.map(({ propertyName, options }) => [propertyName, options]));
}

it('gives each field of a state its column', () => {
  expect(columnsOf(State)).toMatchObject({
    id: { type: 'uuid', primary: true },
    ref: { type: 'text', collation: 'by_number' },
    version: { type: 'int' },
    parentId: { type: 'uuid', nullable: true },
    kind: { type: 'text' },
    kinds: { type: 'text', array: true },
    title: { type: 'jsonb' },
    parts: { type: 'jsonb' },
    on: { type: 'date', nullable: true },
    at: { type: 'timestamptz' },
    isOpen: { type: 'boolean' },
    note: { type: 'text', nullable: true },
  });
});

it('keeps what instances of the previous release store', () => {
  const { kind, note } = z
    .object({ kind: z.custom<{ default: () => string }>(), note: z.object({}) })
    .parse(columnsOf(State, { kind: `'internal'` }));
  expect([kind.default(), 'default' in note]).toEqual([`'internal'`, false]);
});

it('refuses a field that it cannot store', () => {
  expect(() => columnsOf(z.object({ id: z.uuid(), size: z.bigint() }))).toThrow('no column yet');
});
