import type { Stage } from '@passerelle/testing/stage';
import type { Answer, CallOptions } from '@passerelle/testing/start-app';
import {
  authorisationExample,
  cancellationExample,
  madeExample,
  reportExample,
  visitExample,
} from './visit.example.js';

// Visits through the running service.

/** A delegation that comes to the agency. */
export const incoming = { direction: 'incoming', place: undefined } as const;

/** What each act asks for. */
export const bodies: Readonly<Record<string, object>> = {
  authorise: authorisationExample,
  make: madeExample,
  report: reportExample,
  cancel: cancellationExample,
};

export class VisitCalls {
  constructor(private readonly stage: Stage) {}

  plan(changes: object = {}, options: CallOptions = {}): Promise<Answer> {
    return this.stage.client.call('rpc.networks.visits.plan', { body: { ...visitExample, ...changes }, ...options });
  }

  /** The id of a visit after these acts. The set-up must succeed: otherwise the test's own answer would mean something else. */
  async visit(acts: readonly string[] = [], changes: object = {}): Promise<string> {
    const { id } = made(await this.plan(changes));
    for (const act of acts) made(await this.act(act, id));
    return id;
  }

  call(operation: string, visitId: string, options: CallOptions = {}): Promise<Answer> {
    return this.stage.client.call(`rpc.networks.visits.${operation}`, { path: { visitId }, ...options });
  }

  async read(id: string): Promise<Answer['body']> {
    return (await this.call('read', id)).body;
  }

  act(transition: string, id: string, changes: object = {}, options: CallOptions = {}): Promise<Answer> {
    return this.call(transition, id, { body: { transition, ...bodies[transition], ...changes }, ...options });
  }

  async change(id: string, body: object): Promise<Answer> {
    const { version } = await this.read(id);
    return this.call('change', id, { body, ifMatch: `"${version}"` });
  }

  factsOf(id: string): Promise<readonly { readonly type: string; readonly data: string }[]> {
    return this.stage.app.database.query<{ type: string; data: string }>(
      `SELECT type, data FROM event_log WHERE product = 'internal' AND aggregate_id = $1 ORDER BY position`,
      [id],
    );
  }
}

function made({ status, body }: Answer): Answer['body'] {
  if (status >= 300) throw new Error(`The set-up was answered ${status} ${JSON.stringify(body)}`);
  return body;
}
