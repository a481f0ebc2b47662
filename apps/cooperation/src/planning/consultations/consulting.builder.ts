/** For tests of the service: the two sides of a consultation, brought to a given state. */
import { addDays, today } from '@passerelle/domain/period';
import type { Stage } from '@passerelle/testing/stage';
import { approver, partnerFlanders, type Answer, type CallOptions } from '@passerelle/testing/start-app';
import { consultable } from './consultable.builder.js';
import { opinionExample } from './consultation.example.js';

export const now = today(new Date());
export const day = (offset: number): string => addDays(now, offset);
export const flanders = { caller: partnerFlanders };
export const timeframe = { startsOn: day(0), dueOn: day(30), countingRule: 'calendarDaysExclusive' };
const terms = { affectedParty: 'BE-BRU', trigger: 'significantEffects', legalBasis: 'seaDirective' };

type Plan = Parameters<typeof consultable>[1];

export const problem = ({ status, body }: Answer): string =>
  `${status} ${body.issues?.[0]?.type.split(':').at(-1) ?? body.type?.split(':').at(-1)}`;

/** The result of an act that must succeed. */
const done = (answer: Answer): Answer['body'] => {
  if (answer.status > 201) throw new Error(`${problem(answer)} ${JSON.stringify(answer.body)}`);
  return answer.body;
};

export const transitionOf = (verb: string): string =>
  verb.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

export function consulting(stage: Stage) {
  /** `verb` as in the subject: `propose-timeframe`. */
  const act = (verb: string, id: string, given: object = {}, options: CallOptions = {}): Promise<Answer> => {
    const body = verb === 'change' ? given : { transition: transitionOf(verb), ...given };
    return stage.client.call(`rpc.cooperation.consultations.${verb}`, {
      path: { consultationId: id },
      body,
      ...options,
    });
  };
  const give = (id: string, body: object = opinionExample, options: CallOptions = { caller: approver }) =>
    stage.client.call('rpc.cooperation.opinions.submit', { path: { consultationId: id }, body, ...options });
  const read = async (id: string, options: CallOptions = {}): Promise<Answer['body']> => {
    const asked = { path: { consultationId: id }, ...options };
    return (await stage.client.call('rpc.cooperation.consultations.read', asked)).body;
  };
  const log = async (id: string): Promise<string[]> => {
    const sql = `SELECT type FROM event_log WHERE product = 'internal' AND aggregate_id = $1 ORDER BY position`;
    const facts = await stage.app.database.query<{ type: string }>(sql, [id]);
    return facts.map(({ type }) => type.replace('consultations.', ''));
  };
  const ask = async (changes: object = {}, plan: Plan = {}, options: CallOptions = flanders): Promise<Answer> => {
    const body = { ...(await consultable(stage.app.database, plan)), ...terms, ...changes };
    return stage.client.call('rpc.cooperation.consultations.open', { body, ...options });
  };
  const open = async (changes: object = {}, plan: Plan = {}): Promise<string> => done(await ask(changes, plan)).id;
  /** Up to the agreed period. */
  const agreed = async (changes: object = {}, plan: Plan = {}): Promise<string> => {
    const id = await open(changes, plan);
    done(await act('reply', id, { wish: 'yes' }));
    done(await act('propose-timeframe', id, timeframe, flanders));
    done(await act('agree-timeframe', id, { dueOn: timeframe.dueOn }));
    return id;
  };
  return { act, give, read, log, ask, open, agreed };
}
