// The consultation of the example, from notice to decision, once more: each region acts for itself, over HTTP.
import { today } from '@passerelle/domain/period';
import type { HttpAnswer, HttpClient } from '@passerelle/testing/door';
import type { Api } from '../../../../tools/example/client.ts';
import { loaderOf } from '../../../../tools/example/loading.ts';
import { loadPlan, type ListedPlan } from '../../../../tools/example/plans.ts';
import { recordsOf } from '../../../../tools/example/records.ts';

export interface Players {
  readonly flanders: HttpClient;
  readonly editor: HttpClient;
  readonly approver: HttpClient;
}

const decision = {
  decidedOn: today(new Date()),
  documents: [
    { type: 'decision', language: 'nl' },
    { type: 'environmentalDeclaration', language: 'nl' },
    { type: 'monitoringMeasures', language: 'nl' },
  ],
};

export interface Consulted {
  readonly planId: string;
  readonly consultationId: string;
  /** The last day for the opinion. */
  readonly dueOn: string;
}

export interface Played extends Omit<Consulted, 'dueOn'> {
  readonly opinionId: string;
  /** The last answer: the consultation in its final state. */
  readonly ended: HttpAnswer['body'];
}

/** Performs an act, which must succeed. */
export async function done(ask: HttpClient, path: string, body: unknown): Promise<HttpAnswer['body']> {
  const answer = await ask('POST', `/v1${path}`, { body });
  if (answer.status > 201) throw new Error(`${path}: ${answer.status} ${answer.text}`);
  return answer.body;
}

const apiOf = (ask: HttpClient): Api => ({
  all: async (path, query) => {
    const parameters = new URLSearchParams(
      Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
    );
    return (await ask('GET', `/v1${path}?${parameters}`)).body.items;
  },
  post: (path, body) => done(ask, path, body),
});

let plans = 0;

/** The Flemish plan of the example under another title, as often as it is called. */
function anotherPlan(): ListedPlan {
  const listed = recordsOf<ListedPlan>('plans').find(({ by }) => by === 'partner-flanders');
  if (listed === undefined) throw new Error('the example has no plan of Flanders');
  plans += 1;
  const title = { fr: `Noordrand ${plans}`, nl: `Noordrand ${plans}` };
  return { ...listed, body: { ...listed.body, title } };
}

async function performed({ flanders, editor, approver }: Players, listed: ListedPlan): Promise<HttpAnswer['body']> {
  const actors = { editor: apiOf(editor), approver: apiOf(approver), 'partner-flanders': apiOf(flanders) };
  const { consultations } = await loadPlan(
    loaderOf(actors, () => {}),
    listed,
  );
  return (await editor('GET', `/v1/consultations/${consultations[0]?.id}`)).body;
}

/** Up to a time-frame that is agreed and then extended, in which an opinion is due. */
export async function consult({ flanders, editor }: Omit<Players, 'approver'>): Promise<Consulted> {
  const listed = anotherPlan();
  const notices = listed.notices.map(({ consultation, ...notice }) =>
    consultation === undefined ? notice : { ...notice, consultation: { ...consultation, opinion: undefined } },
  );
  const { id, planId, dueOn } = await performed({ flanders, editor, approver: editor }, { ...listed, notices });
  return { planId, consultationId: id, dueOn };
}

export async function play(players: Players): Promise<Played> {
  const { id, planId, opinionId } = await performed(players, anotherPlan());
  const address = `/consultations/${id}/transitions`;
  await done(players.flanders, address, { transition: 'communicateDecision', ...decision });
  const ended = await done(players.flanders, address, { transition: 'close' });
  return { planId, consultationId: id, opinionId, ended };
}
