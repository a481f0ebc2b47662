import { onStage } from '@passerelle/testing/stage';
import { partnerWallonia } from '@passerelle/testing/start-app';
import { cooperation } from '../../cooperation.js';
import { agreementExample } from './agreement.example.js';

const stage = onStage(cooperation);

describe('records under an agreement', () => {
  const call = (subject: string, body: object, path: Record<string, string> = {}, more: object = {}) =>
    stage.client.call(`rpc.cooperation.${subject}`, { body, path, ...more });
  const idOf = async (subject: string, body: object, path: Record<string, string> = {}): Promise<string> => {
    const answer = await call(subject, body, path);
    expect([subject, answer.status, answer.body]).toMatchObject([subject, 201, {}]);
    return answer.body.id;
  };

  const title = { fr: 'Dresser la liste', nl: 'De lijst opmaken' };
  const decision = { text: { fr: 'Une liste est dressée.', nl: 'Er komt een lijst.' }, kind: 'decision' };
  const decided = (forumMeetingId: string): Promise<string> =>
    idOf('decisions.adopt', { ...decision, adoptedBy: ['BE-BRU'] }, { forumMeetingId });
  const opened = (decisionId: string): Promise<string> =>
    idOf('action-items.open', { ownerParty: 'BE-BRU', title, dueOn: '2027-06-30' }, { decisionId });

  /** An agreement with a meeting, its decision and its action item. */
  async function whole(changes: object = {}) {
    const agreementId = await idOf('agreements.register', {
      ...agreementExample,
      classification: 'internal',
      ...changes,
    });
    const forumMeetingId = await planned(agreementId);
    await call('forum-meetings.hold', { transition: 'hold', on: '2026-03-02' }, { forumMeetingId });
    const decisionId = await decided(forumMeetingId);
    return { agreementId, forumMeetingId, decisionId, actionItemId: await opened(decisionId) };
  }
  const planned = (agreementId: string): Promise<string> =>
    idOf('forum-meetings.plan', { agreementId, tier: 'administrative', scheduledOn: '2027-03-01' });
  const change = (agreementId: string, body: object, version = 1) =>
    call('agreements.change', body, { agreementId }, { ifMatch: `"${version}"` });

  const factsOf = async (id: string) => {
    const sql = `SELECT type, data::jsonb AS data FROM event_log WHERE product = 'internal' AND aggregate_id = $1 ORDER BY position`;
    return stage.app.database.query<{ type: string; data: Record<string, unknown> }>(sql, [id]);
  };
  const lastOf = async (id: string) => (await factsOf(id)).at(-1);

  it("copy the agreement's visibility, and are published again when it changes", async () => {
    const { agreementId, ...below } = await whole();
    const scope = { parties: ['BE-BRU', 'BE-VLG'], classification: 'public', level: 'metropolis', objective: 'O1' };
    expect(await change(agreementId, scope)).toMatchObject({ status: 200, body: scope });
    const told = await Promise.all(Object.values(below).map(lastOf));
    expect(told.map((fact) => fact?.type)).toEqual([
      'forumMeetings.changed',
      'decisions.changed',
      'actionItems.changed',
    ]);
    for (const fact of told) expect(fact?.data).toMatchObject(scope);
    for (const [subject, name] of [
      ['forum-meetings', 'forumMeetingId'],
      ['decisions', 'decisionId'],
      ['action-items', 'actionItemId'],
    ] as const) {
      const path = { [name]: below[name] };
      expect((await stage.client.call(`rpc.cooperation.${subject}.read`, { path })).body).toMatchObject(scope);
    }
  });

  it('are hidden from a region that is no longer a party', async () => {
    const { agreementId, forumMeetingId } = await whole();
    const read = () =>
      stage.client.call('rpc.cooperation.forum-meetings.read', { path: { forumMeetingId }, caller: partnerWallonia });
    expect((await read()).status).toBe(200);
    await change(agreementId, { parties: ['BE-BRU', 'BE-VLG'] });
    expect((await read()).status).toBe(404);
    expect((await lastOf(forumMeetingId))?.data).toMatchObject({ parties: ['BE-BRU', 'BE-VLG'] });
  });

  it('are left out when they were taken back', async () => {
    const { agreementId, actionItemId } = await whole();
    await call('action-items.retract', { transition: 'retract' }, { actionItemId });
    expect((await change(agreementId, { classification: 'public' })).status).toBe(200);
    expect((await lastOf(actionItemId))?.type).toBe('actionItems.retracted');
  });

  it('are not published again when another field of the agreement changes', async () => {
    const { agreementId, forumMeetingId } = await whole();
    await change(agreementId, { source: 'Another source' });
    expect((await lastOf(forumMeetingId))?.type).toBe('forumMeetings.held');
  });

  it('must all be in both languages before the agreement becomes public', async () => {
    const { agreementId, decisionId } = await whole();
    const text = { fr: 'Seulement en français', nl: null };
    await call('decisions.change', { text }, { decisionId }, { ifMatch: '"1"' });
    expect(await change(agreementId, { classification: 'public' })).toMatchObject({
      status: 409,
      body: { type: 'urn:problem-type:passerelle:languageIncomplete', missing: 'nl' },
    });
    expect((await lastOf(agreementId))?.type).toBe('agreements.registered');
  });

  it('include those that are added while the agreement changes', async () => {
    const { agreementId, forumMeetingId, decisionId } = await whole();
    const adding = [
      ...Array.from({ length: 4 }, () => planned(agreementId)),
      ...Array.from({ length: 4 }, () => decided(forumMeetingId)),
      ...Array.from({ length: 4 }, () => opened(decisionId)),
    ];
    const changed = change(agreementId, { classification: 'public' });
    const ids = await Promise.all(adding);
    expect((await changed).status).toBe(200);
    const now = await Promise.all(ids.map(lastOf));
    expect(now.map((fact) => fact?.data['classification'])).toEqual(ids.map(() => 'public'));
  });
});
