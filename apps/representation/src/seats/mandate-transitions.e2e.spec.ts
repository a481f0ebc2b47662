import { onStage } from '@passerelle/testing/stage';
import { admin, anonymous, approver, auditor, editor, partnerFlanders } from '@passerelle/testing/start-app';
import { bodyExample, mandateExample, seatExample } from '../examples.js';
import { representation } from '../representation.js';
import { mandateLife } from './mandate.life.js';

// What GET lists is what POST performs, for every state and kind of caller.

const stage = onStage(representation);
const callers = { editor, approver, auditor, admin, partnerFlanders, anonymous };
const ways: Readonly<Record<string, readonly string[]>> = {
  proposed: [],
  active: ['activate'],
  suspended: ['activate', 'suspend'],
  ended: ['activate', 'end'],
  revoked: ['revoke'],
};
const days: Readonly<Record<string, string>> = {
  activate: '2024-01-01',
  suspend: '2024-02-01',
  resume: '2024-03-01',
  end: '2024-04-01',
  revoke: '2024-04-01',
};

describe('the transitions of a mandate', () => {
  let bodyId: string;

  beforeAll(async () => {
    bodyId = (await stage.client.call('rpc.representation.bodies.register', { body: bodyExample })).body.id;
  });

  const call = (operation: string, mandateId: string, options: object = {}) =>
    stage.client.call(`rpc.representation.mandates.${operation}`, { path: { mandateId }, ...options });
  const act = (transition: string, id: string, caller = editor) =>
    call(transition, id, { body: { transition, ...(transition in days ? { on: days[transition] } : {}) }, caller });
  const listed = async (id: string, caller = editor): Promise<string[]> =>
    (await call('transitions', id, { caller })).body.items.map(({ transition }: { transition: string }) => transition);

  async function mandateIn(status: string): Promise<string> {
    const seat = { path: { bodyId }, body: seatExample };
    const { id: seatId } = (await stage.client.call('rpc.representation.seats.register', seat)).body;
    const { id } = (
      await stage.client.call('rpc.representation.mandates.propose', { path: { seatId }, body: mandateExample })
    ).body;
    // Somebody other than who proposed it appoints.
    for (const each of ways[status] ?? []) await act(each, id, each === 'activate' ? approver : editor);
    expect((await call('read', id)).body.status).toBe(status);
    return id;
  }

  it.each(
    Object.keys(ways).flatMap((status) => Object.entries(callers).map(([name, caller]) => ({ status, name, caller }))),
  )('are performed if they are listed, and refused otherwise: $status, $name', async ({ status, caller }) => {
    const possible = await listed(await mandateIn(status), caller);
    for (const name of [...Object.keys(mandateLife.acts), 'retract']) {
      const answer = await act(name, await mandateIn(status), caller);
      expect([name, possible.includes(name)]).toEqual([name, answer.status === 200]);
      if (answer.status !== 200) expect([401, 403, 409]).toContain(answer.status);
    }
  });

  it('wait for another person than who proposed it, who is shown to staff alone', async () => {
    const id = await mandateIn('proposed');
    const awaited = async (caller = editor) => (await call('transitions', id, { caller })).body.awaited;
    expect(await awaited()).toEqual([{ transition: 'activate', by: 'anotherPerson' }]);
    expect(await listed(id)).not.toContain('activate');
    for (const caller of [approver, auditor, admin, partnerFlanders, anonymous])
      expect(await awaited(caller)).toEqual([]);
  });

  it('are none for others, who do not learn who the person is', async () => {
    const id = await mandateIn('active');
    const { body } = await call('transitions', id, { caller: partnerFlanders });
    expect(body).toMatchObject({ items: [], awaited: [] });
  });
});
