import { readIn, type Database, type Tx } from '@passerelle/platform/data/database';
import type { ServiceContext } from '@passerelle/platform/runtime/service';

// The day on which a credential was last used: apart from the credential itself, whose every change is audited.

type Uses = 'api_key_use' | 'calendar_feed_use';

/**
 * Stores it by a statement of the slice; once a day and outside the request, because a failure to store the day must not
 * refuse the request.
 */
export function noteUse(
  db: Database,
  { logger }: Pick<ServiceContext, 'logger'>,
  sql: string,
  id: string,
  day: string,
) {
  db.prepared(sql, [id, day]).catch((error: unknown) => {
    logger.warn({ credential: id, reason: String(error) }, 'the use of a credential could not be stored');
  });
}

/** The credential with that day, if it was used. */
export const withLastUse =
  (table: Uses) =>
  async <Credential extends { readonly id: string }>(credential: Credential, tx: Tx) => {
    const sql = `SELECT used_on::text AS day FROM ${table} WHERE id = $1`;
    const { rows } = await readIn<{ day: string }>(tx, sql, [credential.id]);
    return Object.assign(credential, { lastUsedOn: rows[0]?.day });
  };
