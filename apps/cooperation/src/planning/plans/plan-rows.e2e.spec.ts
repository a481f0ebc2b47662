import { onStage } from '@passerelle/testing/stage';
import { editor } from '@passerelle/testing/start-app';
import pg from 'pg';
import { cooperation } from '../../cooperation.js';
import { noticeExample, planExample, visionApprovedExample } from './plan.example.js';

// Row-level security on plans (D16), tested in PostgreSQL as another region, without our code in between. Flanders is
// the author; Wallonia received a notice of one plan.

const stage = onStage(cooperation);

describe('rows of plans', () => {
  const plans = {
    open: { classification: 'public', parties: ['BE-BRU'] },
    ours: { classification: 'internal', parties: ['BE-BRU', 'BE-VLG'] },
    told: { classification: 'internal', parties: ['BE-BRU', 'BE-VLG'] },
    unseen: { classification: 'internal', parties: ['BE-BRU'] },
  };
  const tables = ['plan_component', 'procedure_step', 'plan_notice'];
  const names = new Map<string, string>();

  beforeAll(async () => {
    for (const [name, sharing] of Object.entries(plans)) await fill(name, sharing);
  });

  const call = async (subject: string, options: object) =>
    (await stage.client.call(`rpc.cooperation.${subject}`, { caller: editor, ...options })).body;

  async function fill(name: string, sharing: object): Promise<void> {
    const { id: planId } = await call('plans.register', { body: { ...planExample, ...sharing } });
    names.set(planId, name);
    const { items } = await call('plan-components.list', { query: { planId: [planId] } });
    await call('procedure-steps.record', {
      path: { planComponentId: items[0].id },
      body: visionApprovedExample,
    });
    const toParties = name === 'told' ? ['BE-WAL'] : ['X-BE-DG'];
    await call('plan-notices.send', { path: { planId }, body: { ...noticeExample, toParties } });
  }

  /** The plans that a statement reached as another region, or its error; always rolled back. */
  async function as(party: string, sql: string): Promise<string> {
    const asking = new pg.Client({ connectionString: stage.app.data.appUrl });
    await asking.connect();
    try {
      await asking.query('BEGIN');
      await asking.query('SET LOCAL ROLE cooperation_party');
      await asking.query("SELECT set_config('app.party', $1, true)", [party]);
      const { rows } = await asking.query<{ plan: string }>(sql);
      return rows
        .flatMap(({ plan }) => names.get(plan) ?? [])
        .sort()
        .join(' ');
    } catch (error) {
      return error instanceof Error ? error.message.replace(/ for table.*/, '') : String(error);
    } finally {
      await asking.end();
    }
  }

  it.each([
    ['BE-VLG', 'open ours told', 'open ours told'],
    ['BE-WAL', 'open told', ''],
    ['X-BE-DG', 'open ours unseen', ''],
    ['', 'open', ''],
  ])('shows %s the plans %s, and lets it change %s', async (party, seen, written) => {
    expect(await as(party, 'SELECT id AS plan FROM plan')).toBe(seen);
    expect(await as(party, 'UPDATE plan SET version = version + 1 RETURNING id AS plan')).toBe(written);
    expect(await as(party, 'DELETE FROM plan RETURNING id AS plan')).toBe('');
    for (const table of tables) expect(await as(party, `SELECT plan_id AS plan FROM ${table}`)).toBe(seen);
    expect(await as(party, 'UPDATE plan_component SET version = 2 RETURNING plan_id AS plan')).toBe(written);
  });

  it('lets an addressee change its notice, and no region hand over a plan', async () => {
    expect(await as('BE-WAL', 'UPDATE plan_notice SET version = 2 RETURNING plan_id AS plan')).toBe('told');
    const refused = 'new row violates row-level security policy';
    expect(await as('BE-WAL', `UPDATE plan_notice SET to_parties = '{BE-VLG}'`)).toBe(refused);
    expect(await as('BE-VLG', `UPDATE plan SET party = 'BE-WAL'`)).toBe(refused);
    expect(await as('BE-VLG', `UPDATE plan SET classification = 'restricted'`)).toBe(refused);
    const copied = `INSERT INTO plan_component SELECT (jsonb_populate_record(record, jsonb_build_object('id', gen_random_uuid(), 'ref', 'new', 'code', 'new'))).*
    FROM plan_component record JOIN plan ON plan.id = plan_id WHERE plan.classification = 'internal' AND plan.id IN (${[...names.keys()].map((id) => `'${id}'`).join()}) LIMIT 1 RETURNING plan_id AS plan`;
    expect(await as('BE-WAL', copied)).toBe(refused);
    expect(['ours', 'told']).toContain(await as('BE-VLG', copied));
  });
});
