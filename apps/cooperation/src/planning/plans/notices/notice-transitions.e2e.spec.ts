import { onStage } from '@passerelle/testing/stage';
import {
  admin,
  anonymous,
  approver,
  auditor,
  editor,
  partnerFlanders,
  partnerWallonia,
} from '@passerelle/testing/start-app';
import { cooperation } from '../../../cooperation.js';
import { noticeExample, planExample } from '../plan.example.js';

// What GET lists is what POST performs: each addressee confirms once, for itself, and the author takes back.

const stage = onStage(cooperation);
const callers = { editor, approver, auditor, admin, partnerFlanders, partnerWallonia, anonymous };
const confirmedBy: Record<string, readonly (typeof editor)[]> = {
  nobody: [],
  'one of two': [partnerWallonia],
  both: [partnerWallonia, editor],
};

describe('the transitions of a notice', () => {
  const call = (operation: string, planNoticeId: string, options: object = {}) =>
    stage.client.call(`rpc.cooperation.plan-notices.${operation}`, { path: { planNoticeId }, ...options });
  const act = (transition: string, id: string, options: object = {}) =>
    call(transition, id, { body: { transition }, ...options });

  async function noticeConfirmedBy(addressees: readonly (typeof editor)[]): Promise<string> {
    const asked = { body: { ...planExample, classification: 'public' } };
    const { id: planId } = (await stage.client.call('rpc.cooperation.plans.register', asked)).body;
    const body = { ...noticeExample, toParties: ['BE-WAL', 'BE-BRU'] };
    const sent = await stage.client.call('rpc.cooperation.plan-notices.send', { path: { planId }, body });
    for (const caller of addressees) await act('receive', sent.body.id, { caller });
    return sent.body.id;
  }

  const listed = async (id: string, caller: typeof editor): Promise<string[]> =>
    (await call('transitions', id, { caller })).body.items.map(({ transition }: { transition: string }) => transition);

  it.each(
    Object.keys(confirmedBy).flatMap((by) => Object.entries(callers).map(([name, caller]) => ({ by, name, caller }))),
  )('are performed if they are listed, and refused otherwise: confirmed by $by, $name', async ({ by, caller }) => {
    for (const name of ['receive', 'retract']) {
      const id = await noticeConfirmedBy(confirmedBy[by] ?? []);
      const possible = await listed(id, caller);
      const answer = await act(name, id, { caller });
      expect([name, possible.includes(name)]).toEqual([name, answer.status === 200]);
      if (answer.status !== 200) expect([401, 403, 409]).toContain(answer.status);
    }
  });
});
