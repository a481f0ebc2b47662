import { takeBack, takenBack } from '@passerelle/testing/retraction';
import { onStage } from '@passerelle/testing/stage';
import { anonymous, editor } from '@passerelle/testing/start-app';
import { bodyExample } from '../examples.js';
import { representation } from '../representation.js';
import { meetingExample } from './meeting.example.js';

const stage = onStage(representation);

describe('meetings of bodies', () => {
  let bodyId: string;

  beforeAll(async () => {
    bodyId = (await stage.client.call('rpc.representation.bodies.register', { body: bodyExample })).body.id;
  });

  const meetings = (act: string) => `rpc.representation.body-meetings.${act}`;
  const announce = (changes: object = {}, caller = editor) =>
    stage.client.call(meetings('announce'), { path: { bodyId }, body: { ...meetingExample, ...changes }, caller });
  const call = (act: string, bodyMeetingId: string, options: object = {}) =>
    stage.client.call(meetings(act), { path: { bodyMeetingId }, ...options });
  const change = async (id: string, body: object) => {
    const { version } = (await call('read', id)).body;
    return call('change', id, { body, ifMatch: `"${version}"` });
  };
  const log = (id: string) =>
    stage.app.database.query<{ type: string; data: string }>(
      `SELECT type, data FROM event_log WHERE product = 'internal' AND aggregate_id = $1 ORDER BY position`,
      [id],
    );

  it('announces a meeting with the defaults of the body, and leaves one whole fact', async () => {
    const answer = await announce();
    const defaults = { themes: ['cities'], level: 'europe', objective: 'O2', classification: 'internal' };
    expect(answer).toMatchObject({
      status: 201,
      body: { bodyId, status: 'announced', reportExempt: false, ...defaults },
    });
    const { href, changedAt, ...state } = answer.body;
    const facts = await log(answer.body.id);
    expect(facts.map(({ type }) => type)).toEqual(['bodyMeetings.announced']);
    expect(JSON.parse(facts[0]?.data ?? '')).toEqual(state);
  });

  it('corrects a meeting', async () => {
    const { id } = (await announce()).body;
    expect((await change(id, { endsOn: null, place: null })).status).toBe(200);
    expect((await call('read', id)).body).not.toHaveProperty('endsOn');
  });

  it('is hidden from others unless it is public, whatever the body is', async () => {
    const { id } = (await announce()).body;
    expect((await call('read', id, { caller: anonymous })).status).toBe(404);
    const open = (await announce({ classification: 'public' })).body;
    expect((await call('read', open.id, { caller: anonymous })).status).toBe(200);
  });

  it('is taken back, if it was registered in error', async () => {
    const taken = { subject: 'rpc.representation.body-meetings', parameter: 'bodyMeetingId' };
    expect(await takeBack(stage, { ...taken, id: (await announce()).body.id })).toEqual(takenBack);
  });
});
