import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The names by which regional partners were written, in small letters, each with its code. */
const codes: Readonly<Record<string, string>> = {
  'brussels international': 'brusselsInternational',
  brusselsinternational: 'brusselsInternational',
  'hub.brussels': 'hub',
  'hub.brussels, agence bruxelloise pour l’accompagnement de l’entreprise': 'hub',
  'hub.brussels, brussels agentschap voor de ondersteuning van het bedrijfsleven': 'hub',
  'hub.brussels, brussels agency for business support': 'hub',
  'hub.brussels, brüsseler agentur für wirtschaftsförderung': 'hub',
  hub: 'hub',
  'visit.brussels': 'visit',
  visit: 'visit',
  'urban.brussels': 'urban',
  'urban.brussels (bruxelles urbanisme et patrimoine)': 'urban',
  'urban.brussels (brussel stedenbouw en erfgoed)': 'urban',
  'urban.brussels (urban planning and heritage)': 'urban',
  'urban.brussels (städtebau und denkmalpflege)': 'urban',
  urban: 'urban',
  'bruxelles environnement': 'environment',
  'leefmilieu brussel': 'environment',
  'brussels environment': 'environment',
  'brüssel umwelt': 'environment',
  environment: 'environment',
  'commissioner.brussels': 'commissioner',
  commissioner: 'commissioner',
  innoviris: 'innoviris',
  'innoviris.brussels': 'innoviris',
};

/**
 * Who took the initiative, who else hosted, the themes, and who came to a briefing. Regional partners are codes of one list: those of
 * another name are kept in the source.
 */
export class ActivityInitiative1800001160000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE activity
        ADD COLUMN initiator text,
        ADD COLUMN co_hosts jsonb NOT NULL DEFAULT '[]',
        ADD COLUMN attendance jsonb,
        ADD COLUMN themes text[] NOT NULL DEFAULT '{}'`);
    await runner.query('CREATE INDEX activity_initiator ON activity (initiator)');
    await runner.query('CREATE INDEX activity_regional_partners ON activity USING gin (regional_partners)');
    await runner.query('CREATE INDEX activity_filter_themes ON activity USING gin (themes)');
    await nameByCode(runner);
  }

  /** Codes are allowed as names. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX activity_regional_partners');
    await runner.query(`
      ALTER TABLE activity DROP COLUMN themes, DROP COLUMN attendance, DROP COLUMN co_hosts, DROP COLUMN initiator`);
  }
}

async function nameByCode(runner: QueryRunner): Promise<void> {
  await runner.query(
    `UPDATE activity SET regional_partners = coalesce(given.known, '{}'),
            source = CASE WHEN given.others IS NULL THEN source
                          ELSE concat_ws(E'\\n', source, 'Regional partners: ' || given.others) END
       FROM (SELECT record.id, array_agg(DISTINCT $1::jsonb ->> key) FILTER (WHERE $1::jsonb ? key) AS known,
                    string_agg(name, ', ' ORDER BY n) FILTER (WHERE NOT $1::jsonb ? key) AS others
               FROM activity record, unnest(record.regional_partners) WITH ORDINALITY AS written (name, n),
                    lower(trim(name)) AS key
              GROUP BY record.id) AS given
      WHERE given.id = activity.id`,
    [JSON.stringify(codes)],
  );
}
