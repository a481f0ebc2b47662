import { onStage } from '@passerelle/testing/stage';
import { admin, approver, auditor, editor, partnerFlanders } from '@passerelle/testing/start-app';
import { bodyExample, mandateExample, seatExample } from '../examples.js';
import { meetingExample } from '../meetings/meeting.example.js';
import { personExample } from '../people/person.example.js';
import {
  assessmentExample,
  interventionExample,
  positionExample,
  validationExample,
} from '../positions/position.example.js';
import { representation } from '../representation.js';

const stage = onStage(representation);
const procedure = 'TA2030/brief';
const item = (n: number, changes: object = {}) => ({
  n,
  title: { fr: `Point ${n}`, nl: `Punt ${n}` },
  kind: 'decision',
  ...changes,
});

/** In a body of its own: an assessed position in March, and a meeting in November on the same procedure. */
async function twoMeetings() {
  const call = async (subject: string, body: object, path: Record<string, string> = {}, caller = editor) => {
    const answer = await stage.client.call(`rpc.representation.${subject}`, { body, path, caller });
    if (answer.status > 201) throw new Error(`${subject}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const act = (subject: string, path: Record<string, string>, transition: string, given: object, caller = editor) => {
    const operation = transition.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return call(`${subject}.${operation}`, { transition, ...given }, path, caller);
  };
  const { id: personId } = await call('people.register', personExample);
  const { id: bodyId } = await call('bodies.register', { ...bodyExample, voting: true });
  const { id: seatId } = await call('seats.register', { ...seatExample, rotation: undefined }, { bodyId });
  const held = {
    personId,
    function: { fr: 'Chargée de mission', nl: 'Opdrachthouder' },
    period: { from: '2024-01-01' },
  };
  const { id: mandateId } = await call('mandates.propose', { ...mandateExample, ...held }, { seatId });
  await act('mandates', { mandateId }, 'activate', { on: '2024-01-01' }, approver);
  const announce = (startsOn: string, changes: object) =>
    call('body-meetings.announce', { ...meetingExample, startsOn, endsOn: undefined, ...changes }, { bodyId });
  const march = await announce('2024-03-14', { agenda: [item(1, { procedure })], papers: [] });
  const november = await announce('2024-11-14', {
    agenda: [item(1, { procedure }), item(2)],
    papers: [
      { item: 1, document: { title: 'Draft', href: 'https://example.org/draft.pdf' } },
      { document: { title: 'Agenda', href: 'https://example.org/agenda.pdf' } },
    ],
  });
  const draft = (changes: object) => call('positions.draft', { ...positionExample, coordination: 'none', ...changes });
  const before = await draft({ bodyMeetingId: march.id, agendaItem: 1, procedure });
  const path = { positionId: before.id };
  await act('positions', path, 'validate', { ...validationExample, on: '2024-03-01' }, approver);
  const spoken = { ...interventionExample, form: 'spoken', on: '2024-03-14', bodyMeetingId: march.id };
  await act('positions', path, 'defend', spoken);
  await act('positions', path, 'assess', assessmentExample, approver);
  await act('body-meetings', { bodyMeetingId: march.id }, 'attend', { delegates: [mandateId] });
  const followUp = await call(
    'follow-ups.register',
    { title: { fr: 'Écrire', nl: 'Schrijven' }, department: 'bisa', dueOn: '2024-05-01' },
    { bodyMeetingId: march.id },
  );
  const now = await draft({ bodyMeetingId: november.id, agendaItem: 1, procedure });
  const general = await draft({ bodyMeetingId: november.id, agendaItem: undefined, procedure: undefined });
  const prepared = { on: '2024-11-07', delegates: [mandateId] };
  await act('body-meetings', { bodyMeetingId: november.id }, 'prepare', prepared);
  return { personId, mandateId, march, november, before, now, general, followUp };
}

describe('the brief of a meeting', () => {
  let known: Awaited<ReturnType<typeof twoMeetings>>;
  const brief = (id: string, caller = editor) =>
    stage.client.call('rpc.representation.body-meetings.brief', { path: { bodyMeetingId: id }, caller });
  const ids = (list: { href: string }[]) => list.map(({ href }) => href.split('/').at(-1));

  beforeAll(async () => {
    known = await twoMeetings();
  });

  it('has the agenda with papers, our positions and how they fared before', async () => {
    const { november, now, before, general } = known;
    const { status, body } = await brief(november.id);
    expect(status).toBe(200);
    const [first, second] = body.agenda;
    expect(first.papers).toEqual([{ title: 'Draft', href: 'https://example.org/draft.pdf' }]);
    expect(ids(first.positions)).toEqual([now.id]);
    expect(ids(first.earlier)).toEqual([before.id]);
    expect(first.earlier[0]).toMatchObject({ status: 'assessed', meetingOn: '2024-03-14' });
    expect(first.earlier[0].interests.map(({ uptake }: { uptake: string }) => uptake)).toEqual(
      assessmentExample.uptakes.map(({ uptake }) => uptake),
    );
    expect([second.papers, second.positions, second.earlier]).toEqual([[], [], []]);
    expect(body.papers).toEqual([{ title: 'Agenda', href: 'https://example.org/agenda.pdf' }]);
    expect(ids(body.positions)).toEqual([general.id]);
    expect(body.meeting).toMatchObject({ bodyAcronym: 'DGUM', status: 'prepared', startsOn: '2024-11-14' });
    expect(body.self).toBe(`http://passerelle.test/v1/bodyMeetings/${november.id}/brief`);
  });

  it('has who goes, and what is still open from before', async () => {
    const { november, mandateId, followUp, march, personId } = known;
    const { body } = await brief(november.id);
    expect(body.delegates).toMatchObject([
      {
        href: `http://passerelle.test/v1/mandates/${mandateId}`,
        function: { fr: 'Chargée de mission' },
        person: { href: `http://passerelle.test/v1/people/${personId}`, name: personExample.name },
      },
    ]);
    expect(ids(body.followUps)).toEqual([followUp.id]);
    expect(ids(body.reports)).toEqual([march.id]);
  });

  it('shows the function alone to a caller without the scope of people', async () => {
    const { november } = known;
    const scopes = editor.scopes.filter((scope) => !scope.startsWith('people:'));
    const answer = await brief(november.id, { ...editor, scopes });
    expect(answer.body.delegates[0]).not.toHaveProperty('person');
    expect(JSON.stringify(answer.body)).not.toContain(personExample.name);
    expect(answer.body.delegates[0].function).toEqual({ fr: 'Chargée de mission', nl: 'Opdrachthouder' });
  });

  it('is for those who keep the records', async () => {
    const { november } = known;
    const answers = await Promise.all([admin, auditor, partnerFlanders].map((caller) => brief(november.id, caller)));
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect((await brief('01930000-0000-7000-8000-000000000000')).status).toBe(404);
  });

  describe('when the meeting moves', () => {
    const position = async (positionId: string) =>
      (await stage.client.call('rpc.representation.positions.read', { path: { positionId } })).body;
    const readMeeting = async (bodyMeetingId: string) =>
      (await stage.client.call('rpc.representation.body-meetings.read', { path: { bodyMeetingId } })).body;

    it('moves what is due before it, and a cancelled one asks for nothing', async () => {
      const { november, now } = known;
      expect(await position(now.id)).toMatchObject({ meetingOn: '2024-11-14', dueOn: '2024-11-06' });
      const path = { bodyMeetingId: november.id };
      const { version } = await readMeeting(november.id);
      const moved = { path, body: { startsOn: '2024-12-12' }, ifMatch: `"${version}"` };
      expect((await stage.client.call('rpc.representation.body-meetings.change', moved)).status).toBe(200);
      expect(await position(now.id)).toMatchObject({ meetingOn: '2024-12-12', dueOn: '2024-12-05' });
      const reason = { fr: 'Reportée sans date.', nl: 'Uitgesteld zonder datum.' };
      const cancelled = { path, body: { transition: 'cancel', reason } };
      expect((await stage.client.call('rpc.representation.body-meetings.cancel', cancelled)).status).toBe(200);
      const after = await position(now.id);
      expect([after.meetingOn, after.dueOn, after.bodyMeetingId]).toEqual([undefined, undefined, november.id]);
      const facts = await stage.app.database.query<{ type: string }>(
        `SELECT type FROM event_log WHERE product = 'internal' AND aggregate_id = $1 ORDER BY position`,
        [now.id],
      );
      expect(facts.map(({ type }) => type)).toEqual(['positions.drafted', 'positions.changed', 'positions.changed']);
    });
  });
});
