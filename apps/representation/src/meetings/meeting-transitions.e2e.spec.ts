import { onStage } from '@passerelle/testing/stage';
import {
  admin,
  anonymous,
  approver,
  auditor,
  editor,
  partnerFlanders,
  type CallOptions,
} from '@passerelle/testing/start-app';
import { walkForbidden, type Act } from '@passerelle/testing/transitions';
import { representation } from '../representation.js';
import { bodyMeetingLife } from './body-meeting.life.js';
import { BodyMeetingStatus } from './body-meeting.schema.js';
import { followUpLife } from './follow-up.life.js';
import { BodyWithDelegate } from './meeting.builder.js';
import { followUpClosureExample, followUpExample, followUpReopeningExample } from './meeting.example.js';

// What GET lists is what POST performs, for every state and kind of caller.

const stage = onStage(representation);
const callers = { editor, approver, auditor, admin, partnerFlanders, anonymous };
const everyCaller = (ways: object) =>
  Object.keys(ways).flatMap((way) => Object.entries(callers).map(([name, caller]) => ({ way, name, caller })));

const actsWith = (family: string, bodies: Readonly<Record<string, object>>): Readonly<Record<string, Act>> =>
  Object.fromEntries(
    Object.entries(bodies).map(([transition, body]) => [
      transition,
      { subject: `rpc.representation.${family}.${transition}`, body: { transition, ...body } },
    ]),
  );
const namesIn = ({ items }: { items: { transition: string }[] }) => items.map(({ transition }) => transition);

const inFuture = { startsOn: '2098-05-05', endsOn: undefined };
const meetings: Readonly<Record<string, readonly [acts: readonly string[], changes?: object]>> = {
  announced: [[]],
  'announced, and has not begun': [[], inFuture],
  prepared: [['prepare']],
  'prepared, and has not begun': [['prepare'], inFuture],
  attended: [['attend']],
  'attended, without a report that is due': [['attend'], { reportExempt: true }],
  missed: [['miss']],
  represented: [['represent']],
  reported: [['attend', 'report']],
  closed: [['miss', 'close']],
  cancelled: [['cancel']],
};

describe('the transitions of a meeting of a body', () => {
  let body: BodyWithDelegate;
  beforeAll(async () => {
    body = await BodyWithDelegate.of(stage);
  });

  const meetingIn = (way: string) => body.meeting(...(meetings[way] ?? [[]]));

  it('are tried in every state', async () => {
    const states = new Set<string>();
    for (const way of Object.keys(meetings)) states.add((await body.call('read', await meetingIn(way))).body.status);
    expect([...states].sort()).toEqual(BodyMeetingStatus.options.toSorted());
  });

  it.each(everyCaller(meetings))(
    'are performed if they are listed, and refused otherwise: $way, $name',
    async ({ way, caller }) => {
      let id = await meetingIn(way);
      // For a caller who may not see the meeting this is a 404, and nothing is possible.
      const shown = (await body.call('transitions', id, { caller })).body;
      const possible = namesIn({ items: shown.items ?? [] });
      for (const name of [...Object.keys(bodyMeetingLife.acts), 'retract']) {
        const answer = await body.act(name, id, {}, { caller });
        expect([name, possible.includes(name)]).toEqual([name, answer.status === 200]);
        if (answer.status === 200) id = await meetingIn(way);
        else expect([401, 403, 404, 409]).toContain(answer.status);
      }
    },
  );

  it('outside of the table are refused, and change nothing', async () => {
    const { walked, wrong } = await walkForbidden({
      ...stage,
      table: 'body_meeting',
      states: bodyMeetingLife.transitions,
      acts: actsWith('body-meetings', body.bodies),
      id: await body.meeting(['attend', 'report']),
      parameter: 'bodyMeetingId',
    });
    expect(wrong).toEqual([]);
    // Seven acts in eight states, of which sixteen are allowed.
    expect(walked).toBe(40);
  });
});

const followUps: Readonly<Record<string, readonly string[]>> = {
  open: [],
  closed: ['close'],
  'closed, as its meeting is': ['close', 'closeMeeting'],
};

describe('the transitions of a follow-up', () => {
  const bodies = { close: followUpClosureExample, reopen: followUpReopeningExample };
  let body: BodyWithDelegate;
  beforeAll(async () => {
    body = await BodyWithDelegate.of(stage);
  });

  const call = (operation: string, followUpId: string, options: CallOptions = {}) =>
    stage.client.call(`rpc.representation.follow-ups.${operation}`, { path: { followUpId }, ...options });
  const act = (transition: string, id: string, caller = editor) =>
    call(transition, id, {
      body: { transition, ...Object.entries(bodies).find(([name]) => name === transition)?.[1] },
      caller,
    });

  async function followUpIn(way: string): Promise<string> {
    const bodyMeetingId = await body.meeting(['represent', 'report']);
    const given = { path: { bodyMeetingId }, body: { ...followUpExample, dueOn: '2098-12-31' } };
    const { id } = (await stage.client.call('rpc.representation.follow-ups.register', given)).body;
    for (const each of followUps[way] ?? [])
      expect((each === 'closeMeeting' ? await body.act('close', bodyMeetingId) : await act(each, id)).status).toBe(200);
    return id;
  }

  it.each(everyCaller(followUps))(
    'are performed if they are listed, and refused otherwise: $way, $name',
    async ({ way, caller }) => {
      let id = await followUpIn(way);
      const shown = (await call('transitions', id, { caller })).body;
      const possible = namesIn({ items: shown.items ?? [] });
      for (const name of [...Object.keys(followUpLife.acts), 'retract']) {
        const answer = await act(name, id, caller);
        expect([name, possible.includes(name)]).toEqual([name, answer.status === 200]);
        if (answer.status === 200) id = await followUpIn(way);
        else expect([401, 403, 404, 409]).toContain(answer.status);
      }
    },
  );

  it('outside of the table are refused, and change nothing', async () => {
    const { walked, wrong } = await walkForbidden({
      ...stage,
      table: 'follow_up',
      states: followUpLife.transitions,
      acts: actsWith('follow-ups', bodies),
      id: await followUpIn('open'),
      parameter: 'followUpId',
    });
    expect(wrong).toEqual([]);
    expect(walked).toBe(2);
  });
});
