// Plans all writes of a file before anything is sent: pure, so that a plan can be shown and tested without a register.
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
  const claimed = [...claims.values()].flatMap(({ project }) => (project === undefined ? [] : [withoutRow(project)]));
  // A project that occurs only in partner rows is not written when all of them were refused.
  const planned = claimed.filter(({ partners: members }) => projects !== undefined || members.size > 0);
  const programmes = new Map<string, Body>();
  for (const { programme } of planned)
    if (!programmes.has(programmeCode(programme))) programmes.set(programmeCode(programme), programme);
  return { mapping, programmes, projects: planned, rows: [...judged, ...joined] };
}

/** Drops the reference to all cells of the file, which sending does not need. */
const withoutRow = ({ programme, body, rows, partners }: PlannedProject): PlannedProject => ({
  programme,
  body,
  rows,
  partners,
});

export const programmeCode = (programme: Body): string => String(programme.code);
