// Who holds a key. Rows that share one are one project when they agree in all that the mapping compares; otherwise the
// first of them is taken and the others are refused, as the register could not tell them apart either.
import type { Row } from './cells.ts';
import { at, compose, type Body } from './fields.ts';
import { judge, keyOf, merge, refuse, type Judged } from './judged.ts';
import type { Mapping } from './mapping.ts';

export interface PlannedPartner {
  readonly body: Body;
  readonly rows: Judged[];
}

export interface PlannedProject {
  readonly programme: Body;
  readonly body: Body;
  /** The row that it was read from. */
  readonly row: Row;
  /** That row and those merged with it; none where the source has no rows of projects. */
  readonly rows: Judged[];
  /** By what tells the partners of one project apart. */
  readonly partners: Map<string, PlannedPartner>;
}

/** The rows of one key. */
export interface Claim {
  project?: PlannedProject;
  readonly refused: { readonly row: Row; readonly reason: string }[];
}

export type Claims = Map<string, Claim>;

/** Claims the key for a row of a project, and judges the row. */
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

/** Claims the key for a project that only its partners' rows tell of; the first of them speaks for it. */
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

function read(row: Row, { programmes, projects }: Mapping) {
  const programme = compose(row, programmes.fields, ['code', 'name', 'period.from']);
  const project = compose(row, projects.fields, projects.needs);
  const faults = [...project.faults, ...inverted(project.body), ...programme.faults];
  return { programme: programme.body, project: project.body, faults, repairs: project.repairs };
}

function difference(row: Row, holder: PlannedProject, { projects }: Mapping): string | undefined {
  const differing = projects.same.filter((column) => row.text(column) !== holder.row.text(column));
  if (differing.length === 0) return undefined;
  return `keyTaken: row ${holder.row.number} has it, with another ${differing.join(', ')}`;
}

/** History may lack a date; it may not end before it begins. */
function inverted({ startsOn, endsOn }: Body): string[] {
  const isInverted = typeof startsOn === 'string' && typeof endsOn === 'string' && endsOn < startsOn;
  return isInverted ? [`invertedPeriod: ends ${endsOn}, before it starts ${startsOn}`] : [];
}
