import { takeBack, takenBack } from '@passerelle/testing/retraction';
import { onStage } from '@passerelle/testing/stage';
import { approver, type CallOptions } from '@passerelle/testing/start-app';
import { cooperation } from '../../cooperation.js';
import { answersExample, opinionExample } from './consultation.example.js';
import { consulting, day, flanders, problem } from './consulting.builder.js';

const stage = onStage(cooperation);

describe('consultations that were registered in error', () => {
  const { act, give, read, open, agreed } = consulting(stage);
  const opinion = (verb: string, opinionId: string, options: CallOptions = {}) =>
    stage.client.call(`rpc.cooperation.opinions.${verb}`, { path: { opinionId }, caller: approver, ...options });
  const answer = (id: string) =>
    opinion('answer', id, { body: { transition: 'answer', ...answersExample }, ...flanders });
  const retract = (id: string) => opinion('retract', id, { body: { transition: 'retract' } });
  const listed = async (id: string): Promise<string[]> =>
    (await opinion('transitions', id)).body.items.map(({ transition }: { transition: string }) => transition);

  it('are taken back, and can be opened again', async () => {
    const id = await open();
    const { planId, componentId, noticeId, affectedParty, trigger, legalBasis } = await read(id);
    const again = { planId, componentId, noticeId, affectedParty, trigger, legalBasis };
    const openAgain = () => stage.client.call('rpc.cooperation.consultations.open', { body: again, ...flanders });
    expect(problem(await openAgain())).toBe('409 consultationAlreadyOpen');
    const taken = { subject: 'rpc.cooperation.consultations', parameter: 'consultationId', id };
    expect(await takeBack(stage, { ...taken, caller: flanders.caller })).toEqual({
      ...takenBack,
      again: '404 resourceNotFound',
    });
    expect((await openAgain()).status).toBe(201);
  });

  it('are not while there is an opinion on them', async () => {
    const id = await agreed();
    const { ref } = (await give(id)).body;
    const refused = await act('retract', id, {}, flanders);
    expect([problem(refused), refused.body.references]).toEqual(['409 stillReferenced', [ref]]);
  });

  it.each([
    ['before the last day', 'timeframeAgreed', async () => undefined],
    [
      'after a lapse',
      'lapsed',
      (id: string) =>
        stage.app.database.query('UPDATE consultation SET due_on = $2::date - 1, due_at = $2::date WHERE id = $1', [
          id,
          day(-1),
        ]),
    ],
  ])('their opinion is taken back and given again: %s', async (_, status, pass) => {
    const id = await agreed();
    await pass(id);
    const first = (await give(id)).body.id;
    expect(await listed(first)).toEqual(['answer', 'retract']);
    expect((await retract(first)).status).toBe(200);
    expect(await read(id)).toMatchObject({ status, unanswered: status === 'lapsed' });
    expect((await read(id)).opinionId).toBeUndefined();
    const second = (await give(id)).body.id;
    expect(await read(id)).toMatchObject({ status: 'opinionReceived', opinionId: second });
    expect((await answer(second)).status).toBe(200);
    expect([await listed(second), problem(await retract(second))]).toEqual([[], '409 recordClosed']);
  });

  it('an opinion is corrected until it is answered, with its points in their order', async () => {
    const id = await agreed();
    const given = (await give(id)).body;
    const change = (body: object, version: number) => opinion('change', given.id, { body, ifMatch: `"${version}"` });
    const points = [{ ...opinionExample.points[0], text: { fr: 'Un seul point.', nl: 'Eén punt.' } }];
    const changed = await change({ points, verdict: 'unfavourable' }, 1);
    expect(changed).toMatchObject({
      status: 200,
      body: { version: 2, verdict: 'unfavourable', points: [{ n: 1, text: { fr: 'Un seul point.' } }] },
    });
    expect(problem(await change({ points: [] }, 2))).toBe('400 schemaViolation');
    const answers = [{ n: 1, answer: 'accepted' }];
    await opinion('answer', given.id, { body: { transition: 'answer', answers }, ...flanders });
    expect(problem(await change({ verdict: 'favourable' }, 3))).toBe('409 recordClosed');
  });
});
