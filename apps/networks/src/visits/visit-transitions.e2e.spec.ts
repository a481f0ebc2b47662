import { onStage } from '@passerelle/testing/stage';
import { admin, anonymous, approver, auditor, editor, partnerFlanders } from '@passerelle/testing/start-app';
import { walkForbidden, type Act } from '@passerelle/testing/transitions';
import { networks } from '../networks.js';
import { bodies, incoming, VisitCalls } from './visit.builder.js';
import { visitLife } from './visit.life.js';
import { VisitStatus } from './visit.schema.js';

// What GET lists is what POST performs, for every state and kind of caller.

const stage = onStage(networks);
const callers = { editor, approver, auditor, admin, partnerFlanders, anonymous };

const inFuture = { startsOn: '2098-05-05', endsOn: undefined };
const ways: Readonly<Record<string, readonly [acts: readonly string[], changes?: object]>> = {
  planned: [[]],
  'planned, of a delegation': [[], incoming],
  'planned, of a delegation that has not come': [[], { ...incoming, ...inFuture }],
  authorised: [['authorise']],
  'authorised, and not over': [['authorise'], inFuture],
  made: [['authorise', 'make']],
  'made, without a report that is due': [['make'], { ...incoming, reportExempt: true }],
  reported: [['authorise', 'make', 'report']],
  cancelled: [['cancel']],
};
const everyCaller = Object.keys(ways).flatMap((way) =>
  Object.entries(callers).map(([name, caller]) => ({ way, name, caller })),
);

describe('the transitions of a visit', () => {
  const visits = new VisitCalls(stage);
  const visitIn = (way: string) => visits.visit(...(ways[way] ?? [[]]));

  it('are tried in every state', async () => {
    const states = new Set<string>();
    for (const way of Object.keys(ways)) states.add((await visits.read(await visitIn(way))).status);
    expect([...states].sort()).toEqual(VisitStatus.options.toSorted());
  });

  it.each(everyCaller)(
    'are performed if they are listed, and refused otherwise: $way, $name',
    async ({ way, caller }) => {
      let id = await visitIn(way);
      // For a caller who may not see the visit this is a 404, and nothing is possible.
      const { items = [] } = (await visits.call('transitions', id, { caller })).body;
      const possible = items.map(({ transition }: { transition: string }) => transition);
      for (const name of [...Object.keys(visitLife.acts), 'retract']) {
        const answer = await visits.act(name, id, {}, { caller });
        expect([name, possible.includes(name)]).toEqual([name, answer.status === 200]);
        if (answer.status === 200) id = await visitIn(way);
        else expect([401, 403, 404, 409]).toContain(answer.status);
      }
    },
  );

  it('outside of the table are refused, and change nothing', async () => {
    const acts: Record<string, Act> = Object.fromEntries(
      Object.entries(bodies).map(([transition, body]) => [
        transition,
        { subject: `rpc.networks.visits.${transition}`, body: { transition, ...body } },
      ]),
    );
    const { walked, wrong } = await walkForbidden({
      ...stage,
      table: 'visit',
      states: visitLife.transitions,
      acts,
      id: await visits.visit(['authorise', 'make', 'report']),
      parameter: 'visitId',
    });
    expect(wrong).toEqual([]);
    // Four acts in five states, of which six are allowed.
    expect(walked).toBe(14);
  });
});
