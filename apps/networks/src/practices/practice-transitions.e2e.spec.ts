import { onStage } from '@passerelle/testing/stage';
import { admin, anonymous, approver, auditor, editor, partnerFlanders } from '@passerelle/testing/start-app';
import { walkForbidden } from '@passerelle/testing/transitions';
import { networks } from '../networks.js';
import {
  abandonmentExample,
  adoptionExample,
  assessmentExample,
  evaluationExample,
  implementationExample,
  practiceExample,
  rejectionExample,
  shortlistExample,
} from './practice.example.js';
import { practiceLife } from './practice.life.js';

// What GET lists is what POST performs, for every state and kind of caller.

const stage = onStage(networks);
const callers = { editor, approver, auditor, admin, partnerFlanders, anonymous };
/** Of one day, so that each act may follow any other. */
const on = '2025-03-31';
const bodies: Readonly<Record<string, object>> = {
  assess: { ...assessmentExample, on },
  shortlist: { ...shortlistExample, on },
  reject: { ...rejectionExample, on },
  adopt: { ...adoptionExample, on },
  implement: { ...implementationExample, on },
  evaluate: { ...evaluationExample, on },
  abandon: { ...abandonmentExample, on },
};
const toAdoption = ['assess', 'shortlist', 'adopt'];
const ways: readonly (readonly [status: string, way: readonly string[]])[] = [
  ['captured', []],
  ['assessed', ['assess']],
  ['shortlisted', ['assess', 'shortlist']],
  ['rejected', ['assess', 'reject']],
  ['adopted', toAdoption],
  ['implemented', [...toAdoption, 'implement']],
  ['evaluated', [...toAdoption, 'implement', 'evaluate']],
  ['abandoned', [...toAdoption, 'abandon']],
];

describe('the transitions of a practice', () => {
  const call = (operation: string, practiceId: string, options: object = {}) =>
    stage.client.call(`rpc.networks.practices.${operation}`, { path: { practiceId }, ...options });
  const act = (transition: string, id: string, caller = editor) =>
    call(transition, id, { body: { transition, ...bodies[transition] }, caller });

  async function practiceIn(status: string, way: readonly string[]): Promise<string> {
    const body = { ...practiceExample, classification: 'public' };
    const { id } = (await stage.client.call('rpc.networks.practices.capture', { body })).body;
    for (const each of way) await act(each, id);
    expect((await call('read', id)).body.status).toBe(status);
    return id;
  }

  it.each(
    ways.flatMap(([status, way]) => Object.entries(callers).map(([name, caller]) => ({ status, name, caller, way }))),
  )('are performed if they are listed, and refused otherwise: $status, $name', async ({ status, way, caller }) => {
    let id = await practiceIn(status, way);
    const { items } = (await call('transitions', id, { caller })).body;
    const possible = (items ?? []).map(({ transition }: { transition: string }) => transition);
    for (const name of [...Object.keys(practiceLife.acts), 'retract']) {
      const answer = await act(name, id, caller);
      expect([name, possible.includes(name)]).toEqual([name, answer.status === 200]);
      if (answer.status === 200) id = await practiceIn(status, way);
      else expect([401, 403, 409]).toContain(answer.status);
    }
  });

  it('are refused outside the table of states, and change nothing', async () => {
    const id = await practiceIn('captured', []);
    const acts = Object.keys(practiceLife.acts).map((name) => [
      name,
      { subject: `rpc.networks.practices.${name}`, body: { transition: name, ...bodies[name] } },
    ]);
    const { walked, wrong } = await walkForbidden({
      ...stage,
      table: 'practice',
      states: practiceLife.transitions,
      acts: Object.fromEntries(acts),
      id,
      parameter: 'practiceId',
    });
    expect(wrong).toEqual([]);
    expect(walked).toBe(45);
  });
});
