import type { Database, Tx } from '@passerelle/platform/data/database';
import { refusal, resourceNotFound, unknownReference } from '@passerelle/platform/kernel/problems';
import type { SharingScope } from '../../shared/visibility/sharing-scope.js';
import { AgreementRecord } from './agreement.entity.js';

// What agreements offer to the other slices. Meetings, decisions and action items lie under an agreement and copy its
// visibility. Adding a decision locks its meeting, and adding an action item locks its decision. They cannot lock the
// agreement: row-level security denies partner regions that lock when it is public.

export type Obligation = AgreementRecord['obligations'][number];

const scopeColumns = 'parties, classification, level, objective';

/** The current visibility of the agreement. */
export async function sharingScopeOfAgreement(tx: Tx, agreementId: string): Promise<SharingScope> {
  const [scope] = await tx.query<SharingScope[]>(
    `SELECT ${scopeColumns} FROM agreement WHERE id = $1 AND retracted_at IS NULL`,
    [agreementId],
  );
  if (scope === undefined) throw refusal(resourceNotFound);
  return scope;
}

/** As `agreementScope`, under a share lock: the visibility cannot change while a meeting is added. */
export async function lockedSharingScope(tx: Tx, agreementId: string): Promise<SharingScope> {
  const sql = `SELECT ${scopeColumns} FROM agreement WHERE id = $1 AND retracted_at IS NULL FOR SHARE`;
  const [scope] = await tx.query<SharingScope[]>(sql, [agreementId]);
  if (scope === undefined) throw unknownReference('agreementId');
  return scope;
}

/** The cadences (such as `P3M`) at which meetings of a tier must follow each other. */
export async function cadencesOf(tx: Tx, agreementId: string, tier: string): Promise<string[]> {
  const rows = await tx.query<{ cadence: string }[]>(
    `SELECT duty->>'cadence' AS cadence FROM agreement, jsonb_array_elements(obligations) AS duty
      WHERE agreement.id = $1 AND duty->>'tier' = $2 AND duty ? 'cadence'`,
    [agreementId, tier],
  );
  return rows.map(({ cadence }) => cadence);
}

export const agreementsWithObligations = (db: Database): Promise<{ id: string }[]> =>
  db.query(
    `SELECT id FROM agreement WHERE status = 'inForce' AND retracted_at IS NULL AND obligations <> '[]' ORDER BY id`,
  );

/** The agreement under a share lock, if it is in force: earlier changes are read, later ones wait. */
export async function lockedInForce(tx: Tx, id: string): Promise<AgreementRecord | undefined> {
  const agreement = await tx
    .createQueryBuilder(AgreementRecord, 'agreement')
    .where('agreement.id = :id', { id })
    .setLock('pessimistic_read')
    .getOne();
  return agreement?.status === 'inForce' && agreement.retractedAt === null ? agreement : undefined;
}
