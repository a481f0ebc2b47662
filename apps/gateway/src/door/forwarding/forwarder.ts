import { Injectable } from '@nestjs/common';
import { errors, headers, type Msg } from '@nats-io/transport-node';
import type { DoorSettings } from '@passerelle/platform/kernel/config';
import { gatewayTimeout, refusal, serviceUnavailable } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { traceparent } from '@passerelle/platform/kernel/telemetry';
import { headerJson, rpcHeaders, type RpcReply } from '@passerelle/platform/kernel/rpc';
import { within } from '@passerelle/platform/kernel/timeout';
import type { KnownCaller } from '../http/callers.js';
import { Directory } from '../routing/directory.js';
import { queryOf, type DoorRequest } from '../http/request.js';
import type { OperationRoute } from '../routing/router.js';

// One call to the service that answers: bytes in, bytes out. No responder is reported at once, no answer at the
// deadline.

const passedOn = ['If-Match', 'If-None-Match', 'Accept-Language', 'Idempotency-Key', 'Change-Reason'];
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

  async forward(forwarded: Forwarded): Promise<RpcReply> {
    const { route, deadline } = forwarded;
    const carried = await this.headersOf(forwarded);
    const remainingMs = deadline - Date.now();
    if (remainingMs <= 0) throw refusal(gatewayTimeout, { service: route.service });
    carried.set(rpcHeaders.deadline, String(remainingMs));
    return route.service === this.context.name
      ? this.answerHere(forwarded, carried, remainingMs)
      : this.ask(forwarded, carried, remainingMs);
  }

  private async headersOf({ route, params, request, caller }: Forwarded): Promise<Map<string, string>> {
    const carried = new Map<string, string>([
      [rpcHeaders.caller, await caller.mintFor(route.service)],
      [rpcHeaders.params, headerJson({ path: params, query: queryOf(request.query) })],
    ]);
    const trace = traceparent();
    if (trace !== undefined) carried.set(rpcHeaders.traceparent, trace);
    for (const name of passedOn) {
      const value = request.header(name);
      if (value !== undefined) carried.set(name, value.replace(beyondAscii, unknown));
    }
    return carried;
  }

  private async ask({ route, request }: Forwarded, carried: Map<string, string>, timeout: number): Promise<RpcReply> {
    const { service, operation } = route;
    // While NATS is away, the client would buffer the request and send it when its caller has long gone.
    if (!this.directory.connected) throw refusal(serviceUnavailable, { service });
    const sent = headers();
    for (const [name, value] of carried) sent.set(name, value);
    const message = await this.context.connection
      .request(operation.subject, request.body, { headers: sent, timeout })
      .catch((error: unknown) => {
        throw refusal(error instanceof errors.TimeoutError ? gatewayTimeout : serviceUnavailable, { service });
      });
    const answer = readReply(message);
    if (answer !== undefined) return answer;
    this.context.logger.error({ peerService: service, operation: operation.id }, 'a reply without a status');
    throw refusal(serviceUnavailable, { service });
  }

  /** The gateway's own operations: the same call, without NATS. */
  private async answerHere(
    { route, request }: Forwarded,
    carried: Map<string, string>,
    timeout: number,
  ): Promise<RpcReply> {
    const { service, operation } = route;
    const header = (name: string): string | undefined => carried.get(name);
    const answer = this.context.server.answer({ subject: operation.subject, body: request.body, header });
    return within(answer, timeout, () => {
      throw refusal(gatewayTimeout, { service });
    });
  }
}

const beyondAscii = /[^\x20-\x7e]/g;
/**
 * Replaces characters that NATS headers cannot carry; no valid header contains it, so two values never become equal.
 */
const unknown = '\x7f';

function readReply(message: Msg): RpcReply | undefined {
  const status = Number(message.headers?.get(rpcHeaders.status));
  if (!Number.isInteger(status) || status < 200 || status > 599) return undefined;
  const carried = returned.flatMap((name) => {
    const value = message.headers?.get(name);
    return value === undefined || value === '' ? [] : [[name, value] as const];
  });
  return { status, body: message.data, headers: Object.fromEntries(carried) };
}
