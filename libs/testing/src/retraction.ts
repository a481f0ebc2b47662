/** What holds for every record that is taken back, against the running service. */
import type { Caller } from '@passerelle/platform/access/identity';
import type { Stage } from './stage.js';
import { partnerFlanders, type Answer, type CallOptions } from './start-app.js';

interface Taken {
  /** As in subjects: `rpc.cooperation.data-sharings`. */
  readonly subject: string;
  /** The parameter with the id. */
  readonly parameter: string;
  readonly id: string;
  /** Who takes it back; the editor when absent. */
  readonly caller?: Caller;
}

const codeOf = ({ status, body }: Answer): string => `${status} ${body.type?.split(':').at(-1) ?? ''}`.trim();

/** Takes a record back, and returns what was seen; `takenBack` is what must be seen. */
export async function takeBack({ client }: Stage, { subject, parameter, id, caller }: Taken): Promise<object> {
  const ask = (verb: string, options: CallOptions = {}): Promise<Answer> =>
    client.call(`${subject}.${verb}`, { path: { [parameter]: id }, ...options });
  const retract = () =>
    ask('retract', { body: { transition: 'retract' }, ...(caller === undefined ? {} : { caller }) });
  const { version } = (await ask('read')).body;
  const taken = await retract();
  const read = await ask('read');
  const listed = await client.call(`${subject}.list`, { query: { pageSize: ['200'] } });
  return {
    taken: taken.status,
    version: taken.body.version - version,
    isMarked: typeof read.body.retractedAt === 'string',
    isListed: listed.body.items.some((item: { id: string }) => item.id === id),
    byAnother: codeOf(await ask('read', { caller: partnerFlanders })),
    again: codeOf(await retract()),
    possible: (await ask('transitions')).body.items,
  };
}

export const takenBack = {
  taken: 200,
  version: 1,
  isMarked: true,
  isListed: false,
  byAnother: '404 resourceNotFound',
  again: '409 recordRetracted',
  possible: [],
};
