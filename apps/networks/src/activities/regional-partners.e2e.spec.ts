import { migrate, type Migrations } from '@passerelle/platform/data/database';
import { freshDatabase, type FreshDatabase } from '@passerelle/testing/database';
import pg from 'pg';
import { networksMigrations } from '../migrations.js';
import { ActivityInitiative1800001160000 } from '../migrations/1800001160000-activity-initiative.js';

const all = Object.values(networksMigrations);
/** Those before the regional partners became codes. */
const before: Migrations = all.slice(0, all.indexOf(ActivityInitiative1800001160000));

const insertion = `
  INSERT INTO activity (id, ref, version, status, kind, title, starts_on, ends_on, online, part, audience, countries, level,
                        objective, departments, regional_partners, classification, source)
  SELECT gen_random_uuid(), $1, 1, 'recorded', 'webinar', '{}', '2020-01-01', '2020-01-01', true, 'hosted', '[]', '{}',
         'europe', 'O3', '{bisa}', $2, 'internal', $3`;

interface Row {
  readonly partners: string[];
  readonly source: string | null;
}

describe('regional partners that were written as names', () => {
  let data: FreshDatabase;
  let owner: pg.Client;
  beforeAll(async () => {
    data = await freshDatabase('networks');
    await migrate(data.ownerUrl, before);
    owner = new pg.Client({ connectionString: data.ownerUrl });
    await owner.connect();
  });
  afterAll(async () => {
    await owner.end();
    await data.drop();
  });

  it('become codes, and other names are kept in the source', async () => {
    const written: readonly (readonly [names: string[], source: string | null])[] = [
      [['hub.brussels', 'Visit.brussels ', 'HUB.BRUSSELS'], 'A report'],
      [['Leefmilieu Brussel', 'Kanal', 'perspective'], 'A report'],
      [['Kanal'], null],
      [[], 'A report'],
    ];
    for (const [index, values] of written.entries()) await owner.query(insertion, [`NW-2020-000${index}`, ...values]);
    await migrate(data.ownerUrl, networksMigrations);
    const { rows } = await owner.query<Row>('SELECT regional_partners AS partners, source FROM activity ORDER BY ref');
    expect(rows).toEqual([
      { partners: ['hub', 'visit'], source: 'A report' },
      { partners: ['environment'], source: 'A report\nRegional partners: Kanal, perspective' },
      { partners: [], source: 'Regional partners: Kanal' },
      { partners: [], source: 'A report' },
    ]);
  });
});
