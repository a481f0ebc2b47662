import type { QueryRunner } from 'typeorm';
import type { Tx } from '../database/index.js';

// Reasons in the audit trail that are about a person go when the person is erased. The digest of each stays, and the hash chain
// contains the digest, so the trail still verifies. The trail is append-only for the service's own role: a function of the owner of
// the schema does it, and only in services whose migrations create that function.

const digest = (reason: string): string => `encode(sha256(convert_to(${reason}::text, 'UTF8')), 'hex')`;

/** For migrations: lets this service remove the reasons of records, also of entries that are not sealed yet. */
export async function letReasonsBeErased(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE OR REPLACE FUNCTION audit_entry_takes_back_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF current_user = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID)
        AND NEW.reason IS NULL AND NEW.reason_sha256 = coalesce(OLD.reason_sha256, ${digest('OLD.reason')})
        AND to_jsonb(NEW) - '{reason,reason_sha256}'::text[] = to_jsonb(OLD) - '{reason,reason_sha256}'::text[] THEN
        RETURN NEW;
      END IF;
      RAISE EXCEPTION 'audit_entry is append-only';
    END $$`);
  // An entry that an earlier release sealed has no digest: the chain contains its reason.
  await runner.query(`
    CREATE FUNCTION audit_entry_erase_reasons(records uuid[]) RETURNS void LANGUAGE plpgsql
      SECURITY DEFINER SET search_path FROM CURRENT AS $$
    BEGIN
      -- The roles for other regions and for lists erase nothing.
      IF current_setting('role') <> 'none' THEN
        RAISE EXCEPTION 'audit_entry is append-only';
      END IF;
      UPDATE audit_entry SET reason = NULL, reason_sha256 = coalesce(reason_sha256, ${digest('reason')})
       WHERE record_id = ANY(records) AND reason IS NOT NULL AND (seal_no IS NULL OR reason_sha256 IS NOT NULL);
    END $$`);
}

/** For migrations: takes that back. The trigger stays as it is: the owner alone passes it. */
export const keepReasons = (runner: QueryRunner): Promise<unknown> =>
  runner.query('DROP FUNCTION audit_entry_erase_reasons');

/** Removes the reasons of all that was done to these records, also that of the act under way. */
export async function eraseReasons(tx: Tx, records: readonly string[]): Promise<void> {
  for (const id of records) tx.unexplained.add(id);
  await tx.query('SELECT audit_entry_erase_reasons($1)', [records]);
}
