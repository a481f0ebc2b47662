// All that a file asks for, before anything is sent: pure, so that it can be shown and tested without a register.
import { reader } from './cells.ts';
import { claim, derive, type Claims, type PlannedProject } from './claims.ts';
import { joinPartners } from './consortia.ts';
import type { Body } from './fields.ts';
import type { Judged } from './judged.ts';
import type { Fitted, Mapping } from './mapping.ts';

export interface Plan {
  readonly mapping: Mapping;
  /** By code. */
  readonly programmes: ReadonlyMap<string, Body>;
  readonly projects: readonly PlannedProject[];
  /** One for each row that was read, in the order of the tables. */
  readonly rows: readonly Judged[];
}

export function planOf({ mapping, projects, partners }: Fitted): Plan {
  const claims: Claims = new Map();
  const ofPartners = partners.rows.map(reader(partners, mapping));
  const judged = projects?.rows.map(reader(projects, mapping)).map((row) => claim(claims, row, mapping)) ?? [];
  if (projects === undefined) for (const row of ofPartners) derive(claims, row, mapping);
  const joined = joinPartners(ofPartners, claims, mapping);
  const planned = [...claims.values()].flatMap(({ project }) => project ?? []);
  const programmes = new Map<string, Body>();
  for (const { programme } of planned)
    if (!programmes.has(programmeCode(programme))) programmes.set(programmeCode(programme), programme);
  return { mapping, programmes, projects: planned, rows: [...judged, ...joined] };
}

export const programmeCode = (programme: Body): string => String(programme.code);
