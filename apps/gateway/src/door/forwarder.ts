import { Injectable } from '@nestjs/common';
import { errors, headers, type Msg } from '@nats-io/transport-node';
import type { DoorSettings } from '@passerelle/platform/config';
import { gatewayTimeout, refuse, serviceUnavailable } from '@passerelle/platform/problems';
import { ServiceContext } from '@passerelle/platform/service';
import { traceparent } from '@passerelle/platform/telemetry';
import { headerJson, wire, type WireReply } from '@passerelle/platform/wire';
import type { KnownCaller } from './callers.js';
import { Directory } from './directory.js';
import type { DoorRequest } from './request.js';
import type { OperationRoute } from './router.js';

// One call to the service that answers: bytes in, bytes out. Nobody there is told at once, nobody in time by the deadline.

const passedOn = ['If-Match', 'If-None-Match', 'Accept-Language', 'Idempotency-Key'];
const returned = [
  'Content-Type',
  'ETag',
  'Location',
  'Content-Language',
  'Retry-After',
  'Cache-Control',
  'Vary',
  'Idempotent-Replayed',
];

export interface Forwarded {
  readonly route: OperationRoute;
  readonly params: Readonly<Record<string, string>>;
  readonly request: DoorRequest;
  readonly caller: KnownCaller;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
}

@Injectable()
export class Forwarder {
  constructor(
    private readonly context: ServiceContext<DoorSettings>,
    private readonly directory: Directory,
  ) {}

  async forward(forwarded: Forwarded): Promise<WireReply> {
    const { route, deadline } = forwarded;
    const carried = await this.headersOf(forwarded);
    const remainingMs = deadline - Date.now();
    if (remainingMs <= 0) throw refuse(gatewayTimeout, { service: route.service });
    carried.set(wire.deadline, String(remainingMs));
    return route.service === this.context.name
      ? this.answerHere(forwarded, carried, remainingMs)
      : this.ask(forwarded, carried, remainingMs);
  }

  private async headersOf({ route, params, request, caller }: Forwarded): Promise<Map<string, string>> {
    const carried = new Map<string, string>([
      [wire.caller, await caller.mintFor(route.service)],
      [wire.params, headerJson({ path: params, query: queryOf(request.query) })],
    ]);
    const trace = traceparent();
    if (trace !== undefined) carried.set(wire.traceparent, trace);
    for (const name of passedOn) {
      const value = request.header(name);
      if (value !== undefined) carried.set(name, value.replace(beyondAscii, unknown));
    }
    return carried;
  }

  private async ask({ route, request }: Forwarded, carried: Map<string, string>, timeout: number): Promise<WireReply> {
    const { service, operation } = route;
    // The client would keep the request until NATS is back, and send it when its caller has long gone.
    if (!this.directory.connected) throw refuse(serviceUnavailable, { service });
    const sent = headers();
    for (const [name, value] of carried) sent.set(name, value);
    const message = await this.context.connection
      .request(operation.subject, request.body, { headers: sent, timeout })
      .catch((error: unknown) => {
        throw refuse(error instanceof errors.TimeoutError ? gatewayTimeout : serviceUnavailable, { service });
      });
    const answer = readReply(message);
    if (answer !== undefined) return answer;
    this.context.logger.error({ service, operation: operation.id }, 'a reply without a status');
    throw refuse(serviceUnavailable, { service });
  }

  /** The door's own operations: the same call, without the way over NATS. */
  private async answerHere(
    { route, request }: Forwarded,
    carried: Map<string, string>,
    timeout: number,
  ): Promise<WireReply> {
    const { service, operation } = route;
    const header = (name: string): string | undefined => carried.get(name);
    const answer = this.context.server.answer({ subject: operation.subject, body: request.body, header });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, refuseIt) => {
      timer = setTimeout(() => refuseIt(refuse(gatewayTimeout, { service })), timeout);
    });
    return Promise.race([answer, late]).finally(() => clearTimeout(timer));
  }
}

const beyondAscii = /[^\x20-\x7e]/g;
/** In the place of what NATS cannot carry; no header takes it, so two values never become one. */
const unknown = '\x7f';

function queryOf(query: string): Record<string, string[]> {
  const parameters = new URLSearchParams(query);
  return Object.fromEntries([...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name)]));
}

function readReply(message: Msg): WireReply | undefined {
  const status = Number(message.headers?.get(wire.status));
  if (!Number.isInteger(status) || status < 200 || status > 599) return undefined;
  const carried = returned.flatMap((name) => {
    const value = message.headers?.get(name);
    return value === undefined || value === '' ? [] : [[name, value] as const];
  });
  return { status, body: message.data, headers: Object.fromEntries(carried) };
}
