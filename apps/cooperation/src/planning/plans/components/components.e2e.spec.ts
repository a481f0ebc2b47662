import { onStage } from '@passerelle/testing/stage';
import { partnerFlanders, type Answer, type CallOptions } from '@passerelle/testing/start-app';
import { cooperation } from '../../../cooperation.js';
import { componentExample, josaphatExample, planExample } from '../plan.example.js';

const stage = onStage(cooperation);

describe('the parts of a plan', () => {
  const call = (subject: string, options: CallOptions = {}): Promise<Answer> =>
    stage.client.call(`rpc.cooperation.${subject}`, options);
  const register = async (example: object = planExample) => {
    const { body: plan } = await call('plans.register', { body: example });
    const { body } = await call('plan-components.list', { query: { planId: [plan.id] } });
    return { plan, component: body.items[0] };
  };
  const codeOf = ({ status, body }: Answer): string => `${status} ${body.type.split(':').at(-1)}`;

  it('have a unique code', async () => {
    const { plan } = await register();
    const add = () => call('plan-components.add', { path: { planId: plan.id }, body: componentExample });
    expect(await add()).toMatchObject({
      status: 201,
      body: { planId: plan.id, code: 'openSpace', parties: plan.parties },
    });
    expect(codeOf(await add())).toBe('409 componentCodeTaken');
  });

  it('are named in both languages, if the plan is public', async () => {
    const [part] = josaphatExample.components;
    const body = { ...josaphatExample, components: [{ ...part, title: { nl: 'Josaphat' } }] };
    expect(codeOf(await call('plans.register', { body }))).toBe('409 languageIncomplete');
  });

  it('are corrected, except for their codes', async () => {
    const { component } = await register(josaphatExample);
    const correct = (body: object, options: CallOptions = {}) => {
      const asked = { path: { planComponentId: component.id }, body, ifMatch: '"1"', ...options };
      return call('plan-components.change', asked);
    };
    expect(codeOf(await correct({ title: { nl: null } }))).toBe('409 languageIncomplete');
    expect((await correct({ code: 'other' })).status).toBe(400);
    expect((await correct({ kind: 'map' }, { caller: partnerFlanders })).status).toBe(403);
    expect(await correct({ kind: 'map' })).toMatchObject({
      status: 200,
      body: { kind: 'map', title: component.title, version: 2 },
    });
    const sql = `SELECT type FROM event_log WHERE product = 'internal' AND aggregate_id = $1 ORDER BY position`;
    const facts = await stage.app.database.query<{ type: string }>(sql, [component.id]);
    expect(facts.map(({ type }) => type)).toEqual(['planComponents.registered', 'planComponents.changed']);
  });
});
