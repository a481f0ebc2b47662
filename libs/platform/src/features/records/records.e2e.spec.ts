import { addDays, today } from '@passerelle/domain/period';
import { letters } from '@passerelle/testing/letters';
import { takeBack, takenBack } from '@passerelle/testing/retraction';
import { onOwnStage } from '@passerelle/testing/stage';
import { admin, approver, editor, partnerFlanders, type Answer, type CallOptions } from '@passerelle/testing/start-app';
import { DeadlineWorker } from '../deadlines/index.js';

// What the kit gives every record, with a record of the tests: a letter that one person checks and another sends.

const stage = onOwnStage(letters);
const waived = onOwnStage(letters, { settings: { ANOTHER_PERSON: 'waived' } });
const now = today(new Date());
const anotherEditor = { ...editor, subject: 'another-editor' };
const machine = { ...editor, subject: 'mail-room', client: 'mail-room' };
const flanders = { ...partnerFlanders, scopes: ['networks:read', 'networks:write'] };
const title = { fr: 'Lettre', nl: 'Brief' };
const problem = ({ status, body }: Answer): string => `${status} ${body.type?.split(':').at(-1) ?? ''}`.trim();

describe('a record of the kit', () => {
  const call = (operation: string, letterId: string, options: CallOptions = {}, on = stage) =>
    on.client.call(`rpc.networks.letters.${operation}`, { path: { letterId }, ...options });
  const act = (transition: string, id: string, options: CallOptions = {}, on = stage) =>
    call(transition, id, { body: { transition }, ...options }, on);
  const write = async (given: object = {}, on = stage): Promise<string> => {
    const body = { title, toParty: 'BE-VLG', classification: 'internal', ...given };
    return (await on.client.call('rpc.networks.letters.write', { body })).body.id;
  };
  const transitions = async (id: string, caller = editor, on = stage) =>
    (await call('transitions', id, { caller }, on)).body;
  const possible = async (id: string, caller = editor, on = stage): Promise<string[]> =>
    (await transitions(id, caller, on)).items.map(({ transition }: { transition: string }) => transition);
  const log = async (id: string): Promise<string[]> =>
    (
      await stage.app.database.query<{ type: string }>(
        `SELECT type FROM event_log WHERE product = 'internal' AND aggregate_id = $1 ORDER BY position`,
        [id],
      )
    ).map(({ type }) => type);

  describe('another pair of eyes', () => {
    it('is asked of a person, and told by GET', async () => {
      const id = await write();
      expect((await act('check', id)).status).toBe(200);
      const refused = await act('send', id);
      expect(refused).toMatchObject({ status: 409, body: { act: 'check' } });
      expect(problem(refused)).toBe('409 samePerson');
      expect(await possible(id)).toEqual(['retract']);
      expect((await transitions(id)).awaited).toEqual([{ transition: 'send', by: 'anotherPerson' }]);
      expect(await possible(id, anotherEditor)).toEqual(['send', 'retract']);
      expect((await transitions(id, anotherEditor)).awaited).toEqual([]);
      expect((await act('send', id, { caller: anotherEditor })).body).toMatchObject({ status: 'sent', version: 3 });
      expect(await log(id)).toEqual(['letters.written', 'letters.checked', 'letters.sent']);
    });

    it('may be asked for several acts, and refuses a person who performed one of them last', async () => {
      const id = await write();
      await call('change', id, { body: { title }, ifMatch: '"1"' });
      await act('check', id, { caller: anotherEditor });
      expect(await act('send', id)).toMatchObject({ status: 409, body: { act: 'change' } });
      expect(await act('send', id, { caller: anotherEditor })).toMatchObject({ status: 409, body: { act: 'check' } });
      expect([await possible(id), await possible(id, anotherEditor)]).toEqual([['retract'], ['retract']]);
      await call('change', id, { body: { title }, ifMatch: '"3"', caller: machine });
      expect(await possible(id)).toEqual(['send', 'retract']);
      expect((await act('send', id)).status).toBe(200);
    });

    it('is asked of machines too', async () => {
      const id = await write();
      await act('check', id, { caller: machine });
      expect(problem(await act('send', id, { caller: machine }))).toBe('409 samePerson');
      expect((await act('send', id, { caller: editor })).status).toBe(200);
    });

    it('is nobody to fear once the person is erased from the trail', async () => {
      const id = await write();
      await act('check', id, { caller: anotherEditor });
      await stage.app.database.query('DELETE FROM audit_person WHERE subject = $1', ['another-editor']);
      expect((await act('send', id, { caller: anotherEditor })).status).toBe(200);
    });

    it('can be waived by a small unit, and the trail says so', async () => {
      const id = await write({}, waived);
      await act('check', id, {}, waived);
      expect(await transitions(id, editor, waived)).toMatchObject({ awaited: [] });
      expect(await possible(id, editor, waived)).toEqual(['send', 'retract']);
      expect((await act('send', id, {}, waived)).status).toBe(200);
      const [entry] = await waived.app.database.query(
        `SELECT reason FROM audit_entry WHERE record_id = $1 AND operation = 'sendLetter'`,
        [id],
      );
      expect(entry).toEqual({ reason: { remarks: ['samePerson: check'] } });
    });
  });

  describe('the clock', () => {
    const due = async (toParty = 'BE-VLG') => {
      const id = await write({ toParty, answerDueOn: now });
      await act('check', id);
      await act('send', id, { caller: anotherEditor });
      return id;
    };

    it('acts on the day after the last day, once, and stops for no other record', async () => {
      const [broken, whole] = [await due('BE-WAL'), await due()];
      const check = (day: string) => stage.app.app.get(DeadlineWorker).check(new Date(`${day}T12:00:00Z`));
      await check(now);
      expect((await call('read', whole)).body.status).toBe('sent');
      await check(addDays(now, 1));
      await check(addDays(now, 2));
      expect((await call('read', whole)).body).toMatchObject({ status: 'unanswered', overdueSince: addDays(now, 1) });
      expect((await call('read', broken)).body.status).toBe('sent');
      expect(await log(whole)).toEqual(['letters.written', 'letters.checked', 'letters.sent', 'letters.unanswered']);
    });

    it('is seen by GET and by the next act, whether or not it was recorded', async () => {
      const id = await due();
      await stage.app.database.query('UPDATE letter SET answer_due_on = $2 WHERE id = $1', [id, addDays(now, -1)]);
      expect(await possible(id)).toEqual(['answer', 'retract']);
      expect((await call('read', id)).body.status).toBe('sent');
      expect((await act('answer', id)).body).toMatchObject({ status: 'answered', overdueSince: now });
      expect((await log(id)).slice(-2)).toEqual(['letters.unanswered', 'letters.answered']);
    });

    it('leaves alone what was taken back', async () => {
      const id = await due();
      await act('retract', id);
      await stage.app.app.get(DeadlineWorker).check(new Date(`${addDays(now, 3)}T12:00:00Z`));
      expect((await call('read', id)).body.status).toBe('sent');
    });
  });

  describe('what waits', () => {
    it('is told to the side that waits: for whom, and until when', async () => {
      const id = await write({ answerDueOn: now });
      await act('check', id);
      await act('send', id, { caller: anotherEditor });
      expect((await transitions(id)).awaited).toEqual([{ transition: 'answer', party: 'BE-VLG', until: now }]);
      const theirs = await transitions(id, flanders);
      expect(theirs).toMatchObject({ items: [{ transition: 'answer', to: ['answered'] }], awaited: [] });
    });

    it('at another address has its method and that address', async () => {
      const id = await write();
      const { items } = await transitions(id);
      expect(items[1]).toMatchObject({
        transition: 'enclose',
        method: 'POST',
        href: `http://passerelle.test/v1/letters/${id}/enclosures`,
      });
    });
  });

  describe('retract', () => {
    const enclose = (letterId: string, caller = editor) =>
      stage.client.call('rpc.networks.enclosures.enclose', { path: { letterId }, body: { title }, caller });

    it('takes a record back from lists, readers and the next act', async () => {
      const taken = { subject: 'rpc.networks.letters', parameter: 'letterId', id: await write() };
      expect(await takeBack(stage, taken)).toEqual(takenBack);
      expect(problem(await call('change', taken.id, { body: { title: { en: 'No' } }, ifMatch: '"2"' }))).toBe(
        '409 recordRetracted',
      );
    });

    it('keeps its reason in the audit trail', async () => {
      const id = await write();
      await act('retract', id, { changeReason: 'Written%20twice' });
      const sql = `SELECT reason FROM audit_entry WHERE record_id = $1 AND operation = 'retractLetter'`;
      expect(await stage.app.database.query(sql, [id])).toEqual([{ reason: 'Written twice' }]);
    });

    it('is refused while another record refers to it, however many ask at once', async () => {
      const ids = await Promise.all(Array.from({ length: 20 }, () => write()));
      const outcomes = await Promise.all(
        ids.flatMap((id) => [enclose(id).then(problem), act('retract', id, { caller: approver }).then(problem)]),
      );
      for (const id of ids) {
        const [row] = await stage.app.database.query<{ lost: number }>(
          `SELECT count(*)::int AS lost FROM enclosure JOIN letter ON letter.id = letter_id
            WHERE letter.id = $1 AND letter.retracted_at IS NOT NULL AND enclosure.retracted_at IS NULL`,
          [id],
        );
        expect(row).toEqual({ lost: 0 });
      }
      const seen = [...new Set(outcomes)].sort();
      expect(seen.filter((outcome) => !/^(200|201|409 (recordRetracted|stillReferenced))$/.test(outcome))).toEqual([]);
    });

    it('is for those who may register, by their scope and role', async () => {
      const id = await write();
      expect(problem(await act('retract', id, { caller: flanders }))).toBe('403 missingPermission');
      expect(problem(await act('retract', id, { caller: admin }))).toBe('403 missingPermission');
      expect((await call('read', id)).body.version).toBe(1);
    });
  });

  describe('a public record', () => {
    it('has its texts in both official languages, whatever changes them', async () => {
      const body = { title: { fr: 'Seul' }, toParty: 'BE-VLG', classification: 'public' };
      expect(problem(await stage.client.call('rpc.networks.letters.write', { body }))).toBe('409 languageIncomplete');
      const id = await write({ title: { fr: 'Seul' } });
      const publish = { body: { classification: 'public' }, ifMatch: '"1"' };
      expect(problem(await call('change', id, publish))).toBe('409 languageIncomplete');
      expect((await call('read', id)).body).toMatchObject({ version: 1, classification: 'internal' });
    });
  });

  it('keeps its texts in composed letters', async () => {
    const id = await write({ title: { fr: 'Re\u0301gion', nl: 'Gewest' } });
    const [row] = await stage.app.database.query<{ title: object }>('SELECT title FROM letter WHERE id = $1', [id]);
    expect(row?.title).toEqual({ fr: 'R\u00e9gion', nl: 'Gewest' });
  });
});
