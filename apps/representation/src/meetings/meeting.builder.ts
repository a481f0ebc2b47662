import type { Stage } from '@passerelle/testing/stage';
import { approver, type Answer, type CallOptions } from '@passerelle/testing/start-app';
import { bodyExample, mandateExample, seatExample } from '../examples.js';
import {
  absenceExample,
  cancellationExample,
  meetingExample,
  preparationExample,
  replacementExample,
  reportExample,
} from './meeting.example.js';

// A body with a delegate, and its meetings, through the running service.

const subject = (operation: string) => `rpc.representation.${operation}`;

/** The set-up must succeed: otherwise the test's own answer would mean something else. */
async function made(answering: Promise<Answer>): Promise<ReturnType<typeof JSON.parse>> {
  const { status, body } = await answering;
  if (status >= 300) throw new Error(`The set-up was answered ${status} ${JSON.stringify(body)}`);
  return body;
}

export class BodyWithDelegate {
  private constructor(
    private readonly stage: Stage,
    readonly bodyId: string,
    readonly mandate: { readonly id: string; readonly ref: string },
  ) {}

  static async of(stage: Stage): Promise<BodyWithDelegate> {
    const { id: bodyId } = await made(stage.client.call(subject('bodies.register'), { body: bodyExample }));
    return new BodyWithDelegate(stage, bodyId, await mandateIn(stage, bodyId));
  }

  announce(changes: object = {}, options: CallOptions = {}): Promise<Answer> {
    const body = { ...meetingExample, ...changes };
    return this.stage.client.call(subject('body-meetings.announce'), {
      path: { bodyId: this.bodyId },
      body,
      ...options,
    });
  }

  /** The id of a meeting after these acts. */
  async meeting(acts: readonly string[] = [], changes: object = {}): Promise<string> {
    const { id } = await made(this.announce(changes));
    for (const act of acts) await made(this.act(act, id));
    return id;
  }

  call(operation: string, bodyMeetingId: string, options: CallOptions = {}): Promise<Answer> {
    return this.stage.client.call(subject(`body-meetings.${operation}`), { path: { bodyMeetingId }, ...options });
  }

  /** What each act asks for. */
  get bodies(): Readonly<Record<string, object>> {
    const delegates = [this.mandate.id];
    return {
      prepare: { ...preparationExample, delegates },
      attend: { delegates },
      miss: absenceExample,
      represent: replacementExample,
      report: reportExample,
      close: {},
      cancel: cancellationExample,
    };
  }

  act(transition: string, id: string, changes: object = {}, options: CallOptions = {}): Promise<Answer> {
    return this.call(transition, id, { body: { transition, ...this.bodies[transition], ...changes }, ...options });
  }

  async change(id: string, body: object): Promise<Answer> {
    const { version } = (await this.call('read', id)).body;
    return this.call('change', id, { body, ifMatch: `"${version}"` });
  }

  factsOf(id: string): Promise<readonly { readonly type: string; readonly data: string }[]> {
    return this.stage.app.database.query<{ type: string; data: string }>(
      `SELECT type, data FROM event_log WHERE product = 'internal' AND aggregate_id = $1 ORDER BY position`,
      [id],
    );
  }
}

/** A mandate on a new seat of the body, in force from 2024 on, or from another day on. */
export async function mandateIn(stage: Stage, bodyId: string, from = '2024-01-01') {
  const perform = (operation: string, options: CallOptions) => made(stage.client.call(subject(operation), options));
  const { id: seatId } = await perform('seats.register', {
    path: { bodyId },
    body: { ...seatExample, rotation: undefined },
  });
  const { id, ref } = await perform('mandates.propose', {
    path: { seatId },
    body: { ...mandateExample, period: { from } },
  });
  const appointment = { path: { mandateId: id }, body: { transition: 'activate', on: from }, caller: approver };
  await perform('mandates.activate', appointment);
  return { id: String(id), ref: String(ref) };
}
