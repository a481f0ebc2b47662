// A function of the database that no statement of ours calls. Injected text can call it, and leaves a mark which
// survives a rollback: a sequence does not go back. So no timing is needed.
import pg from 'pg';

/** As injected text would call it. */
export const tripwireCall = 'public.tripwire()';

export interface Tripwire {
  /** How often it was called. */
  sprung(): Promise<number>;
  remove(): Promise<void>;
}

export async function layTripwire(ownerUrl: string): Promise<Tripwire> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  await client.query(`
    CREATE SEQUENCE tripwire;
    CREATE FUNCTION tripwire() RETURNS void LANGUAGE sql SECURITY DEFINER AS $$ SELECT nextval('public.tripwire') $$;
    GRANT EXECUTE ON FUNCTION tripwire() TO PUBLIC`);
  return {
    async sprung() {
      const { rows } = await client.query<{ calls: number }>(
        'SELECT CASE WHEN is_called THEN last_value ELSE 0 END::int AS calls FROM tripwire',
      );
      return rows[0]?.calls ?? 0;
    },
    remove: () => client.end(),
  };
}
