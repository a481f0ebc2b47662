import { onStage } from '@passerelle/testing/stage';
import { anonymous, approver, editor, partnerFlanders, partnerWallonia } from '@passerelle/testing/start-app';
import { cooperation } from '../../cooperation.js';
import { jointStudyExample } from './joint-study.example.js';
import { jointStudyLife } from './joint-study.life.js';
import { StudyStatus } from './joint-study.schema.js';

// What GET lists is what POST performs, for every state and kind of caller.

const stage = onStage(cooperation);
const on = '2025-07-20';
const bodies: Record<string, object> = {
  renegotiate: { shares: jointStudyExample.shares },
  agree: {},
  procure: { on, contractor: { name: 'ULB' } },
  start: { on },
  receive: { code: 'finalReport', on },
  deliver: { on },
  release: { on },
  close: { on },
  cancel: { on, reason: { fr: 'Fini.', nl: 'Gedaan.' } },
};
const callers = { editor, approver, partnerFlanders, partnerWallonia, anonymous };

describe('the transitions of a joint study', () => {
  const call = (operation: string, jointStudyId: string, options: object = {}) =>
    stage.client.call(`rpc.cooperation.joint-studies.${operation}`, { path: { jointStudyId }, ...options });
  const act = (transition: string, id: string, given: object, caller: object) =>
    call(transition, id, { body: { transition, ...given }, caller });

  /** Of Brussels and Flanders, where Flanders has agreed; its only deliverable was received. */
  async function studyIn(status: string): Promise<string> {
    const body = {
      ...{ ...jointStudyExample, classification: 'public', proposedOn: '2025-01-06', budget: undefined },
      shares: [{ party: 'BE-BRU' }, { party: 'BE-VLG' }],
    };
    const { id } = (await stage.client.call('rpc.cooperation.joint-studies.propose', { body })).body;
    await act('agree', id, { party: 'BE-VLG' }, partnerFlanders);
    await stage.app.database.query(
      `UPDATE joint_study SET status = $2, deliverables = jsonb_set(deliverables, '{0,deliveredOn}', '"2025-06-29"') WHERE id = $1`,
      [id, status],
    );
    return id;
  }

  const listed = async (id: string, caller: object): Promise<string[]> =>
    (await call('transitions', id, { caller })).body.items.map((item: { transition: string }) => item.transition);

  it.each(StudyStatus.options.flatMap((status) => Object.keys(callers).map((name) => ({ status, name }))))(
    'are performed if they are listed, and refused otherwise: $status, $name',
    async ({ status, name }) => {
      const caller = callers[name as keyof typeof callers];
      const possible = await listed(await studyIn(status), caller);
      for (const transition of [...Object.keys(jointStudyLife.acts), 'retract']) {
        const given = transition === 'agree' ? { party: caller.party ?? 'BE-BRU' } : (bodies[transition] ?? {});
        const answer = await act(transition, await studyIn(status), given, caller);
        expect([transition, possible.includes(transition)]).toEqual([transition, answer.status === 200]);
        if (answer.status !== 200) expect([401, 403, 409]).toContain(answer.status);
      }
    },
  );

  it('say that an agreement may be the last one', async () => {
    const { items } = (await call('transitions', await studyIn('proposed'), { caller: approver })).body;
    const agree = items.find(({ transition }: { transition: string }) => transition === 'agree');
    expect(agree).toMatchObject({ to: ['proposed', 'agreed'] });
  });

  it('say that a study stays in its state when a deliverable is received', async () => {
    for (const status of ['running', 'delivered']) {
      const { items } = (await call('transitions', await studyIn(status))).body;
      const receive = items.find(({ transition }: { transition: string }) => transition === 'receive');
      expect(receive).toMatchObject({ to: [status] });
    }
  });
});
