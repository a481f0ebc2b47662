import { onStage } from '@passerelle/testing/stage';
import {
  approver,
  editor,
  partnerFlanders,
  partnerWallonia,
  type Answer,
  type CallOptions,
} from '@passerelle/testing/start-app';
import { walkForbidden } from '@passerelle/testing/transitions';
import { cooperation } from '../../cooperation.js';
import { meetingExample, minutesExample, sessionExample } from './forum-meeting.example.js';
import { meetingLife } from './forum-meeting.life.js';

const stage = onStage(cooperation);

describe('forum meetings', () => {
  const agreementTerms = {
    title: { fr: 'Accord sur le Forum', nl: 'Akkoord over het Forum' },
    parties: ['BE-BRU', 'BE-VLG', 'BE-WAL'],
    level: 'belgium',
    objective: 'O1',
    departments: ['generalDirectorate'],
    source: 'A test',
    classification: 'public',
  };

  const meetings = (act: string) => `rpc.cooperation.forum-meetings.${act}`;
  /** The set-up must succeed: otherwise the test's own answer would mean something else. */
  async function prepared(answering: Promise<Answer>): Promise<ReturnType<typeof JSON.parse>> {
    const { status, body } = await answering;
    if (status >= 300) throw new Error(`The set-up was answered ${status} ${JSON.stringify(body)}`);
    return body;
  }
  const agreement = async (changes: object = {}): Promise<string> => {
    const body = { ...agreementTerms, ...changes };
    return (await prepared(stage.client.call('rpc.cooperation.agreements.register', { body }))).id;
  };
  const plan = async (changes: object = {}, underAgreement: object = {}): Promise<string> => {
    const body = { ...meetingExample, agreementId: await agreement(underAgreement), ...changes };
    return (await prepared(stage.client.call(meetings('plan'), { body }))).id;
  };
  const callerOf = (verb: string): CallOptions => (verb === 'approve' ? { caller: approver } : {});
  const act = (verb: string, id: string, body: object, options: CallOptions = {}) =>
    stage.client.call(meetings(verb), {
      path: { forumMeetingId: id },
      body: { transition: verb, ...body },
      ...callerOf(verb),
      ...options,
    });
  const change = (id: string, body: object, options: CallOptions = {}) =>
    stage.client.call(meetings('change'), { path: { forumMeetingId: id }, body, ifMatch: '"1"', ...options });
  const minuted = async (changes: object = {}, underAgreement: object = {}): Promise<string> => {
    const id = await plan(changes, underAgreement);
    await prepared(act('hold', id, { on: sessionExample.on }));
    await prepared(act('minute', id, minutesExample));
    return id;
  };
  const log = (id: string) =>
    stage.app.database.query<{ type: string; data: string }>(
      `SELECT type, data FROM event_log WHERE product = 'internal' AND aggregate_id = $1 ORDER BY position`,
      [id],
    );
  const problem = (code: string, status = 409) => ({ status, body: { type: `urn:problem-type:passerelle:${code}` } });
  const byLetter = { on: '2026-04-01', source: 'Letter of 1 April 2026' };

  it('goes from planned to minutes approved by all parties, with one whole fact per act', async () => {
    const id = await plan({ scheduledOn: '2026-03-02' });
    expect(await act('convene', id, { on: '2026-02-16' })).toMatchObject({ status: 200, body: { shortNotice: false } });
    expect(await act('hold', id, sessionExample)).toMatchObject({
      body: { status: 'held', heldOn: '2026-03-02', attendance: sessionExample.attendance },
    });
    expect(await act('minute', id, minutesExample)).toMatchObject({
      body: { status: 'minutesDraft', minutes: { draftedOn: '2026-03-16', document: minutesExample.document } },
    });
    expect(await act('approve', id, {})).toMatchObject({
      body: { status: 'minutesDraft', approvals: [{ party: 'BE-BRU' }] },
    });
    await act('approve', id, { party: 'BE-VLG', ...byLetter });
    const last = await act('approve', id, { party: 'BE-WAL', ...byLetter });
    expect(last).toMatchObject({ status: 200, body: { status: 'minutesApproved' } });
    const facts = await log(id);
    expect(facts.map(({ type }) => type)).toEqual(
      [
        'planned',
        'convened',
        'held',
        'minutesDrafted',
        'minutesApprovalGiven',
        'minutesApprovalGiven',
        'minutesApproved',
      ].map((verb) => `forumMeetings.${verb}`),
    );
    const { href, changedAt, ...state } = last.body;
    expect(JSON.parse(facts.at(-1)?.data ?? '')).toEqual(state);
  });

  it('marks short notice of the agenda, and does not refuse it', async () => {
    const id = await plan({ scheduledOn: '2026-03-02' });
    expect(await act('convene', id, { on: '2026-02-27' })).toMatchObject({ status: 200, body: { shortNotice: true } });
    const working = await plan({ scheduledOn: '2026-03-02', tier: 'workingGroup' });
    expect(await act('convene', working, { on: '2026-02-23' })).toMatchObject({ body: { shortNotice: false } });
  });

  it('lists the approvals that a new draft voids', async () => {
    const id = await minuted();
    await act('approve', id, { party: 'BE-WAL', ...byLetter });
    const again = await act('minute', id, { ...minutesExample, on: '2026-05-04' });
    expect(again).toMatchObject({ status: 200, body: { status: 'minutesDraft', approvals: [] } });
    const fact = (await log(id)).at(-1);
    expect(fact?.type).toBe('forumMeetings.minutesRedrafted');
    expect(JSON.parse(fact?.data ?? '')).toMatchObject({ approvals: [], voided: [{ party: 'BE-WAL', ...byLetter }] });
  });

  describe('an approval', () => {
    it('is given by a region for itself, not for another region', async () => {
      const id = await minuted();
      const wallonia = { caller: partnerWallonia };
      expect(await act('approve', id, { party: 'BE-VLG' }, wallonia)).toMatchObject({ status: 403 });
      expect(await act('approve', id, {}, wallonia)).toMatchObject({
        status: 200,
        body: { approvals: [{ party: 'BE-WAL' }] },
      });
      expect(await act('approve', id, { party: 'BE-WAL' }, wallonia)).toMatchObject(problem('approvalGiven'));
    });

    it("binds the region: at home it needs the approver's role, elsewhere the scope for it", async () => {
      const id = await minuted();
      expect((await act('approve', id, {}, { caller: editor })).status).toBe(403);
      const scopes = partnerWallonia.scopes.filter((scope) => scope !== 'cooperation:approve');
      expect((await act('approve', id, {}, { caller: { ...partnerWallonia, scopes } })).status).toBe(403);
      expect((await act('approve', id, {})).status).toBe(200);
    });

    it('needs a source where Brussels records it for another region, or anyone for an earlier day', async () => {
      const id = await minuted();
      expect(await act('approve', id, { party: 'BE-VLG' })).toMatchObject(problem('sourceRequired'));
      const earlier = await act('approve', id, { on: '2026-04-01' }, { caller: partnerFlanders });
      expect(earlier).toMatchObject(problem('sourceRequired'));
      expect(await act('approve', id, { party: 'X-BE-DG', ...byLetter })).toMatchObject(problem('notAParty'));
      expect((await log(id)).length).toBe(3);
    });

    it('is for participants: refuses readers, and answers 404 to callers who cannot see the meeting', async () => {
      const bilateral = { parties: ['BE-BRU', 'BE-WAL'] };
      const open = await minuted({ chairParty: 'BE-BRU' }, bilateral);
      const closed = await minuted({ chairParty: 'BE-BRU' }, { ...bilateral, classification: 'internal' });
      const restricted = await minuted({}, { classification: 'restricted' });
      const asFlanders = async (id: string) => (await act('approve', id, {}, { caller: partnerFlanders })).status;
      expect([await asFlanders(open), await asFlanders(closed), await asFlanders(restricted)]).toEqual([403, 404, 404]);
      expect((await act('approve', closed, {}, { caller: partnerWallonia })).status).toBe(200);
    });
  });

  it('accepts minutes from the region in the chair, even if the agreement is public', async () => {
    const id = await plan();
    const [chair, other] = [{ caller: partnerFlanders }, { caller: partnerWallonia }];
    expect((await act('hold', id, sessionExample, other)).status).toBe(403);
    expect((await act('hold', id, sessionExample, chair)).status).toBe(200);
    expect((await act('minute', id, minutesExample, other)).status).toBe(403);
    expect((await act('minute', id, minutesExample, chair)).status).toBe(200);
  });

  it('is moved to another day and must be convened again, or is cancelled', async () => {
    const id = await plan();
    expect(await act('postpone', id, { to: '2027-04-05' })).toMatchObject({
      body: { status: 'postponed', scheduledOn: '2027-04-05' },
    });
    const reason = { fr: 'Aucun point à l’ordre du jour.', nl: 'Geen enkel agendapunt.' };
    expect(await act('cancel', id, { reason })).toMatchObject({ body: { status: 'cancelled', endReason: reason } });
  });

  it('is corrected by Brussels until it is over, but not on what was announced', async () => {
    const id = await plan();
    const place = { fr: 'Salle du conseil', nl: 'Raadzaal' };
    expect((await change(id, { place }, { caller: partnerFlanders })).status).toBe(403);
    expect(await change(id, { place: { fr: 'Salle' } })).toMatchObject(problem('languageIncomplete'));
    expect(await change(id, { place, scheduledOn: '2027-03-08' })).toMatchObject({
      status: 200,
      body: { place, scheduledOn: '2027-03-08', version: 2 },
    });
    await prepared(act('convene', id, { on: '2026-02-16' }));
    expect(await change(id, { agenda: [] }, { ifMatch: '"3"' })).toMatchObject(problem('recordClosed'));
    await prepared(act('hold', id, { on: '2026-03-02' }));
    expect(await change(id, { place }, { ifMatch: '"4"' })).toMatchObject(problem('recordClosed'));
    const facts = ['planned', 'changed', 'convened', 'held'].map((verb) => `forumMeetings.${verb}`);
    expect((await log(id)).map(({ type }) => type)).toEqual(facts);
  });

  it('is late by the cadence of its agreement, in which meetings that were taken back do not count', async () => {
    const cadence = { tier: 'administrative', cadence: 'P3M', countingRule: 'rolling', monitoredFrom: '2026-01-01' };
    const obligation = { code: 'meets', text: { fr: 'Réunions.', nl: 'Vergaderingen.' }, ...cadence, source: 'A test' };
    const agreementId = await agreement({ obligations: [obligation] });
    const [first, between, last] = [
      await plan({ agreementId }),
      await plan({ agreementId }),
      await plan({ agreementId }),
    ];
    await prepared(act('hold', first, { on: '2026-01-05' }));
    await prepared(act('hold', between, { on: '2026-03-30' }));
    await prepared(act('retract', between, {}));
    expect(await act('hold', last, { on: '2026-04-06' })).toMatchObject({ body: { late: true } });
  });

  it('is attended by parties to the agreement only', async () => {
    const id = await plan({}, { parties: ['BE-BRU', 'BE-VLG'] });
    expect(await act('hold', id, sessionExample)).toMatchObject({ ...problem('notAParty'), body: { party: 'BE-WAL' } });
    expect((await log(id)).length).toBe(1);
  });

  it('needs all texts in both languages if its agreement is public', async () => {
    const agreementId = await agreement();
    const planned = (changes: object) =>
      stage.client.call(meetings('plan'), { body: { ...meetingExample, agreementId, ...changes } });
    const monolingual = { nl: 'Eén taal' };
    expect(await planned({ place: monolingual })).toMatchObject(problem('languageIncomplete'));
    expect(await planned({ agenda: [{ nl: 'Enkel Nederlands' }] })).toMatchObject(problem('languageIncomplete'));
    const id = await plan();
    const acts: [string, object][] = [
      ['convene', { on: '2026-02-16', agenda: [monolingual] }],
      ['postpone', { to: '2027-04-05', reason: monolingual }],
      ['cancel', { reason: monolingual }],
    ];
    for (const [verb, body] of acts) expect(await act(verb, id, body)).toMatchObject(problem('languageIncomplete'));
    const among = await plan({ place: monolingual }, { classification: 'internal' });
    expect(await act('cancel', among, { reason: monolingual })).toMatchObject({ status: 200 });
  });

  it('refuses every transition outside its state table, and changes nothing', async () => {
    const id = await minuted();
    const { walked, wrong } = await walkForbidden({
      ...stage,
      table: 'forum_meeting',
      states: meetingLife.transitions,
      acts: {
        convene: { subject: meetings('convene'), body: { transition: 'convene', on: '2026-02-16' } },
        hold: { subject: meetings('hold'), body: { transition: 'hold', ...sessionExample } },
        postpone: { subject: meetings('postpone'), body: { transition: 'postpone', to: '2027-04-05' } },
        cancel: {
          subject: meetings('cancel'),
          body: { transition: 'cancel', reason: { fr: 'Annulée.', nl: 'Geannuleerd.' } },
        },
        minute: { subject: meetings('minute'), body: { transition: 'minute', ...minutesExample } },
        approve: { subject: meetings('approve'), body: { transition: 'approve' }, caller: approver },
      },
      id,
      parameter: 'forumMeetingId',
    });
    expect(wrong).toEqual([]);
    expect(walked).toBe(28);
  });

  it('is found by words of its agenda, chair, state and day', async () => {
    const agenda = [{ fr: 'Densification autour des gares', nl: 'Verdichting rond stations' }];
    const id = await plan({ agenda, scheduledOn: '2031-05-05', chairParty: 'BE-WAL' });
    const found = async (query: Record<string, string[]>) =>
      (await stage.client.call(meetings('list'), { query })).body.items.map((item: { id: string }) => item.id);
    expect(await found({ q: ['stations verdichting'] })).toEqual([id]);
    expect(await found({ chairParty: ['BE-WAL'], status: ['planned'] })).toEqual([id]);
    expect(await found({ scheduledOnFrom: ['2031-01-01'], party: ['BE-VLG'] })).toEqual([id]);
    expect(await found({ q: ['fr'] })).toEqual([]);
  });
});
