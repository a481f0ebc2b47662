// Assigns partners to projects by key. When two projects share a key, a lead partner belongs to the row that names it, and any
// other partner to the project that is taken, which the report mentions.
import { comparisonKey } from '../../libs/domain/src/text.ts';
import type { Row } from './cells.ts';
import type { Claim, Claims } from './claims.ts';
import { at, compose, type Body } from './fields.ts';
import { judge, keyFaults, keyOf, merge, refuse, type Judged } from './judged.ts';
import type { Mapping } from './mapping.ts';

export function joinPartners(rows: readonly Row[], claims: Claims, mapping: Mapping): Judged[] {
  return rows.map((row) => {
    const { body, faults, repairs } = compose(row, mapping.partners.fields, mapping.partners.needs);
    const judged = judge(row, mapping, String(at(body, 'organisation.name') ?? ''), repairs);
    const claim = claims.get(keyOf(row, mapping)) ?? { refused: [] };
    const reason = keyFaults(row, mapping)[0] ?? faults[0] ?? obstacle(claim, body, mapping.projects.lead);
    if (reason === undefined) join(claim, body, judged);
    else refuse(judged, reason);
    return judged;
  });
}

function obstacle({ project, refused }: Claim, body: Body, lead: string | undefined): string | undefined {
  const [first] = refused;
  if (project === undefined) {
    if (first === undefined) return 'projectMissing: no row of a project has its key';
    return `projectRefused: row ${first.row.number}, ${first.reason}`;
  }
  if (lead === undefined || body.role !== 'lead') return undefined;
  const name = comparisonKey(String(at(body, 'organisation.name')));
  const leads = (row: Row) => comparisonKey(row.text(lead) ?? '') === name;
  const own = leads(project.row) ? undefined : refused.find(({ row }) => leads(row));
  return own && `projectRefused: row ${own.row.number}, which it leads, ${own.reason}`;
}

function join({ project, refused: [other] }: Claim, body: Body, judged: Judged): void {
  if (project === undefined) return;
  const known = project.partners.get(partnerKey(body));
  if (known !== undefined) {
    merge(judged, `samePartner: as row ${known.rows[0]?.number}`);
    known.rows.push(judged);
    return;
  }
  if (other !== undefined && body.role !== 'lead')
    judged.repairs = [...judged.repairs, 'project: may belong to the one that was refused, which shares its key'];
  project.partners.set(partnerKey(body), { body, rows: [judged] });
}

/** Within one project, the same name in two towns means two partners; two spellings in one town mean one. */
export const partnerKey = (partner: Body): string =>
  JSON.stringify(
    [at(partner, 'organisation.name'), partner.role, partner.country, partner.city].map((part) =>
      comparisonKey(String(part ?? '')),
    ),
  );
