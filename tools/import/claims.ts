// Which row owns a key. Rows with the same key are one project when they agree in all compared columns; otherwise the first is
// taken and the others are refused, because the register could not distinguish them either.
import { comparisonKey } from '../../libs/domain/src/text.ts';
import type { Row } from './cells.ts';
import { at, compose, type Body } from './fields.ts';
import { judge, keyFaults, keyOf, merge, refuse, type Judged } from './judged.ts';
import type { Mapping } from './mapping.ts';

export interface PlannedPartner {
  readonly body: Body;
  readonly rows: Judged[];
}

export interface PlannedProject {
  readonly programme: Body;
  readonly body: Body;
  /** The row and the rows merged with it; empty if the source has no rows of projects. */
  readonly rows: Judged[];
  /** Keyed by what distinguishes the partners of one project. */
  readonly partners: Map<string, PlannedPartner>;
}

/** The project with the row that it was read from. */
interface ReadProject extends PlannedProject {
  readonly row: Row;
}

/** The rows of one key. */
export interface Claim {
  project?: ReadProject;
  readonly refused: { readonly row: Row; readonly reason: string }[];
}

export type Claims = Map<string, Claim>;

/** Claims the key for a row of a project, and decides the outcome of the row. */
export function claim(claims: Claims, row: Row, mapping: Mapping): Judged {
  const { programme, project, faults, repairs } = read(row, mapping);
  const judged = judge(row, mapping, String(at(project, 'title.en') ?? project.acronym ?? ''), repairs);
  const found = claimOf(claims, row, mapping);
  const holder = found.project;
  const reason = faults[0] ?? (holder === undefined ? undefined : difference(row, holder, mapping));
  if (reason !== undefined) {
    refuse(judged, reason);
    found.refused.push({ row, reason });
  } else if (holder === undefined) {
    found.project = { programme, body: project, row, rows: [judged], partners: new Map() };
  } else {
    merge(judged, `sameProject: as row ${holder.row.number}, to which its partners go`);
    holder.rows.push(judged);
  }
  return judged;
}

/** Claims the key for a project that occurs only in the rows of its partners; the first of them defines it. */
export function derive(claims: Claims, row: Row, mapping: Mapping): void {
  const found = claimOf(claims, row, mapping);
  if (found.project !== undefined) return;
  const { programme, project, faults } = read(row, mapping);
  const [reason] = faults;
  if (reason === undefined) found.project = { programme, body: project, row, rows: [], partners: new Map() };
  else found.refused.push({ row, reason });
}

function claimOf(claims: Claims, row: Row, mapping: Mapping): Claim {
  const key = keyOf(row, mapping);
  const found = claims.get(key) ?? { refused: [] };
  claims.set(key, found);
  return found;
}

function read(row: Row, mapping: Mapping) {
  const { programmes, projects } = mapping;
  const programme = compose(row, programmes.fields, ['code', 'name', 'period.from']);
  const project = compose(row, projects.fields, projects.needs);
  const faults = [...keyFaults(row, mapping), ...project.faults, ...inverted(project.body), ...programme.faults];
  return { programme: programme.body, project: project.body, faults, repairs: project.repairs };
}

function compared(row: Row, column: string): string | undefined {
  const raw = row.raw(column);
  if (raw instanceof Date) return raw.toISOString();
  const text = row.text(column);
  return text === undefined ? undefined : comparisonKey(text);
}

function difference(row: Row, holder: ReadProject, { projects }: Mapping): string | undefined {
  const differing = projects.same.filter((column) => compared(row, column) !== compared(holder.row, column));
  if (differing.length === 0) return undefined;
  return `keyTaken: row ${holder.row.number} has it, with another ${differing.join(', ')}`;
}

/** A date may be missing; the end must not be before the start. */
function inverted({ startsOn, endsOn }: Body): string[] {
  const isInverted = typeof startsOn === 'string' && typeof endsOn === 'string' && endsOn < startsOn;
  return isInverted ? [`invertedPeriod: ends ${endsOn}, before it starts ${startsOn}`] : [];
}
