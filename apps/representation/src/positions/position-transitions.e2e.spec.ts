import { onStage } from '@passerelle/testing/stage';
import { admin, anonymous, approver, auditor, editor, partnerFlanders } from '@passerelle/testing/start-app';
import { walkForbidden } from '@passerelle/testing/transitions';
import { representation } from '../representation.js';
import {
  abstentionExample,
  assessmentExample,
  belgianCoordinationExample,
  interventionExample,
  positionExample,
  publicationExample,
  regionalCoordinationExample,
  revisionExample,
  validationExample,
  withdrawalExample,
} from './position.example.js';
import { positionLife } from './position.life.js';

// What GET lists is what POST performs, for every state, coordination and kind of caller.

const stage = onStage(representation);
const callers = { editor, approver, auditor, admin, partnerFlanders, anonymous };
const bodies: Readonly<Record<string, object>> = {
  validate: validationExample,
  revise: revisionExample,
  coordinateRegionally: regionalCoordinationExample,
  coordinateBelgium: { ...belgianCoordinationExample, result: 'noConsensus' },
  defend: interventionExample,
  abstain: abstentionExample,
  assess: assessmentExample,
  publish: publicationExample,
  withdraw: withdrawalExample,
};
const ways: readonly (readonly [status: string, coordination: string, way: readonly string[]])[] = [
  ['draft', 'dge', []],
  ['validated', 'none', ['validate']],
  ['validated', 'regional', ['validate']],
  ['validated', 'dge', ['validate', 'coordinateBelgium']],
  ['defended', 'none', ['validate', 'defend']],
  ['abstained', 'cipe', ['validate', 'coordinateBelgium', 'abstain']],
  ['assessed', 'none', ['validate', 'defend', 'assess']],
  ['withdrawn', 'dge', ['withdraw']],
];

describe('the transitions of a position', () => {
  const call = (operation: string, positionId: string, options: object = {}) =>
    stage.client.call(`rpc.representation.positions.${operation}`, { path: { positionId }, ...options });
  const subject = (act: string): string => act.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const act = (transition: string, id: string, caller = approver) =>
    call(subject(transition), id, { body: { transition, ...bodies[transition] }, caller });
  const listed = async (id: string, caller = editor): Promise<string[]> =>
    (await call('transitions', id, { caller })).body.items.map(({ transition }: { transition: string }) => transition);

  async function positionIn(status: string, coordination: string, way: readonly string[]): Promise<string> {
    const { bodyMeetingId: _, agendaItem: __, ...terms } = positionExample;
    const body = { ...terms, coordination, classification: 'public' };
    const { id } = (await stage.client.call('rpc.representation.positions.draft', { body, caller: editor })).body;
    for (const each of way) await act(each, id);
    expect((await call('read', id)).body.status).toBe(status);
    return id;
  }

  it.each(
    ways.flatMap(([status, coordination, way]) =>
      Object.entries(callers).map(([name, caller]) => ({ status, coordination, name, caller, way })),
    ),
  )(
    'are performed if they are listed, and refused otherwise: $status, $coordination, $name',
    async ({ status, coordination, way, caller }) => {
      let id = await positionIn(status, coordination, way);
      const possible = await listed(id, caller);
      for (const name of [...Object.keys(positionLife.acts), 'retract']) {
        const answer = await act(name, id, caller);
        expect([name, possible.includes(name)]).toEqual([name, answer.status === 200]);
        if (answer.status === 200) id = await positionIn(status, coordination, way);
        else expect([401, 403, 409]).toContain(answer.status);
      }
    },
  );

  it('wait for an approver, or for another person than who drafted it, as staff alone are shown', async () => {
    const awaited = async (id: string, caller = editor) => (await call('transitions', id, { caller })).body.awaited;
    const draft = await positionIn('draft', 'none', []);
    const approval = [{ transition: 'validate', by: 'approver' }];
    const withoutScope = { ...approver, scopes: ['representation:read', 'representation:write'] };
    for (const caller of [editor, auditor, admin, withoutScope]) expect(await awaited(draft, caller)).toEqual(approval);
    for (const caller of [approver, partnerFlanders, anonymous]) expect(await awaited(draft, caller)).toEqual([]);
    const homeWithoutRole = { ...editor, roles: [] };
    expect(await awaited(draft, homeWithoutRole)).toEqual([]);
    const defended = await positionIn('defended', 'none', ['validate', 'defend']);
    expect(await awaited(defended)).toEqual([{ transition: 'assess', by: 'anotherPerson' }]);
    for (const caller of [approver, auditor, partnerFlanders]) expect(await awaited(defended, caller)).toEqual([]);
  });

  it('end where there is no room for another intervention', async () => {
    const id = await positionIn('defended', 'none', ['validate', 'defend']);
    for (let count = 1; count < 10; count++) expect((await act('defend', id)).status).toBe(200);
    expect(await listed(id)).not.toContain('defend');
    expect(await act('defend', id)).toMatchObject({
      status: 409,
      body: { type: 'urn:problem-type:passerelle:interventionsFull', most: 10 },
    });
  });

  it('are refused outside the table of states, and change nothing', async () => {
    const id = await positionIn('assessed', 'none', ['validate', 'defend', 'assess']);
    const acts = Object.keys(positionLife.acts).map((name) => [
      name,
      {
        subject: `rpc.representation.positions.${subject(name)}`,
        body: { transition: name, ...bodies[name] },
        caller: approver,
      },
    ]);
    const { walked, wrong } = await walkForbidden({
      ...stage,
      table: 'position',
      states: positionLife.transitions,
      acts: Object.fromEntries(acts),
      id,
      parameter: 'positionId',
    });
    expect(wrong).toEqual([]);
    expect(walked).toBe(37);
  });
});
