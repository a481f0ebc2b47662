import { z } from 'zod';

/** The prefix of each service's references, which letters and minutes quote. */
export const referencePrefixes = { cooperation: 'CO', representation: 'RP', networks: 'NW', projects: 'PJ' } as const;

export type ReferencePrefix = (typeof referencePrefixes)[keyof typeof referencePrefixes];

const written = /^(CO|RP|NW|PJ)-(20\d{2})-(?!0000$)(\d{4}|[1-9]\d{4,8})$/;

/** `CO-2026-0012`: the service, the year, a number of at least four digits; written in one way only. */
export const HumanReference = z
  .string()
  .max(17)
  .regex(written)
  .meta({ id: 'HumanReference', description: 'What letters and minutes quote' });
export type HumanReference = z.infer<typeof HumanReference>;

export type HumanReferenceParts = { prefix: ReferencePrefix; year: number; number: number };

export const formatHumanReference = ({ prefix, year, number }: HumanReferenceParts): HumanReference =>
  `${prefix}-${year}-${String(number).padStart(4, '0')}`;

const Prefix = z.enum(referencePrefixes);

/** Undefined for a text that is not a reference. */
export function parseHumanReference(text: string): HumanReferenceParts | undefined {
  const [, prefix, year, number] = written.exec(text) ?? [];
  return prefix ? { prefix: Prefix.parse(prefix), year: Number(year), number: Number(number) } : undefined;
}
