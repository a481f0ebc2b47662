import {
  type CallHandler,
  type CanActivate,
  type ExceptionFilter,
  type ExecutionContext,
  type NestInterceptor,
  type ArgumentsHost,
} from '@nestjs/common';
import { BaseRpcContext, type CustomTransportStrategy, Server } from '@nestjs/microservices';
import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node';
import { concatMap, lastValueFrom, of, type Observable } from 'rxjs';
import { CallActor, hashOf, readKey, Replayed, type IdempotentCall } from '../acts/index.js';
import { anonymous, type Caller, type CallerTokenVerifier } from '../identity/index.js';
import {
  missingPermission,
  missingScope,
  noAccessToken,
  Refusal,
  refuse,
  resourceNotFound,
} from '../problems/index.js';
import { granted } from '../rights/index.js';
import { inSpan, SpanKind, type Logger } from '../telemetry/index.js';
import { Gate } from './gate.js';
import { readInput } from './input.js';
import type { Operation } from './operation.js';
import { problemReply, recordHref, replyOf, replyWith, type Answered } from './output.js';
import { replyHeaders, requestOf, wire, type WireReply, type WireRequest } from '../wire/index.js';

// The transport of Nest that answers operations. One `answer` serves both ways in: a NATS message, and a call that the
// door makes to an operation of its own process. Guard, interceptor and filter are Nest's; the wire stays plain HTTP bodies.

const defaultBudgetMs = 5_000;

/** The payload that Nest hands to a handler; the guard adds the caller and the interceptor the checked input: a `Call`. */
class Arrival {
  caller: Caller = anonymous;
  actor: CallActor | undefined;

  constructor(
    readonly operation: Operation,
    readonly request: WireRequest,
  ) {}
}

interface ServerParts {
  readonly service: string;
  readonly connection: NatsConnection;
  readonly operations: readonly Operation[];
  readonly verifier: CallerTokenVerifier;
  /** The region that runs this installation. */
  readonly home: string;
  readonly publicUrl: string;
  readonly cursorKey: string;
  readonly logger: Logger;
  readonly inFlight: number;
  readonly queue: number;
}

export class OperationServer extends Server implements CustomTransportStrategy {
  private readonly gate: Gate;
  private readonly bySubject: ReadonlyMap<string, Operation>;
  private subscriptions: Subscription[] = [];

  constructor(private readonly parts: ServerParts) {
    super();
    this.gate = new Gate(parts.service, parts.inFlight, parts.queue);
    this.bySubject = new Map(parts.operations.map((operation) => [operation.subject, operation]));
  }

  get inFlight(): number {
    return this.gate.inFlight;
  }

  listen(listening: () => void): void {
    this.subscriptions = [...this.messageHandlers.keys()].map((subject) =>
      this.parts.connection.subscribe(subject, {
        queue: this.parts.service,
        callback: (_, message) => void this.respond(message),
      }),
    );
    listening();
  }

  /** Takes no new call, and returns when those in flight are answered or `patienceMs` is over. */
  async drain(patienceMs: number): Promise<void> {
    await Promise.all(this.subscriptions.splice(0).map((subscription) => subscription.drain()));
    const until = Date.now() + patienceMs;
    while (this.gate.inFlight > 0 && Date.now() < until) await new Promise((resume) => setTimeout(resume, 10));
  }

  close(): void {
    for (const subscription of this.subscriptions.splice(0)) subscription.unsubscribe();
  }

  on(): void {}

  unwrap<Wrapped>(): Wrapped {
    throw new Error('The NATS connection belongs to the service, not to its transport');
  }

  /** Answers one request, always: whatever goes wrong is a problem in the reply. */
  async answer(request: WireRequest): Promise<WireReply> {
    const started = performance.now();
    const reply = await inSpan(request.subject, SpanKind.SERVER, request.header(wire.traceparent), async () => {
      const done = await this.perform(request).catch((error: unknown) => this.problem(error, request));
      const ms = Math.round((performance.now() - started) * 10) / 10;
      this.parts.logger.info({ operation: request.subject, status: done.status, ms }, 'answered');
      return done;
    });
    return reply;
  }

  private perform(request: WireRequest): Promise<WireReply> {
    const operation = this.bySubject.get(request.subject);
    const handler = this.messageHandlers.get(request.subject);
    if (operation === undefined || handler === undefined) throw refuse(resourceNotFound);
    const budget = Number(request.header(wire.deadline) ?? defaultBudgetMs);
    const deadline = Date.now() + (Number.isFinite(budget) ? budget : 0);
    return this.gate.run(deadline, async () => {
      const handled: Observable<WireReply> = this.transformToObservable(
        await handler(new Arrival(operation, request), new BaseRpcContext([])),
      );
      return lastValueFrom(handled);
    });
  }

  private problem(error: unknown, request: WireRequest): WireReply {
    if (error instanceof Replayed) return error.reply;
    if (!(error instanceof Refusal) || error.kind.status >= 500)
      this.parts.logger.error({ err: error, operation: request.subject }, 'failed');
    const { publicUrl } = this.parts;
    const operation = this.bySubject.get(request.subject);
    const record = operation === undefined ? undefined : () => recordHref(operation, request, publicUrl);
    return problemReply(error, request.header(wire.acceptLanguage), publicUrl, record);
  }

  private async respond(message: Msg): Promise<void> {
    const reply = await this.answer(requestOf(message));
    message.respond(reply.body, { headers: replyHeaders(reply) });
  }

  /** Nest's enhancers, applied to every operation of the service. */
  enhancers(): { guard: CanActivate; interceptor: NestInterceptor; filter: ExceptionFilter } {
    return {
      guard: { canActivate: (context) => this.admit(context) },
      interceptor: { intercept: (context, next) => this.handle(context, next) },
      filter: { catch: (error, host) => of(this.problem(error, arrivalOf(host).request)) },
    };
  }

  /** Scope and role, before anything is looked at; the relation to the record is judged where it is loaded. */
  private async admit(context: ExecutionContext): Promise<boolean> {
    const arrival = arrivalOf(context);
    const caller = await this.parts.verifier.verify(arrival.request.header(wire.caller));
    const { scope, grant } = arrival.operation;
    const isNobody = caller.client === anonymous.client;
    const may = granted(grant, caller, this.parts.home).size > 0;
    if (isNobody && !may) throw refuse(noAccessToken);
    if (!isNobody && scope !== 'public' && !caller.scopes.includes(scope))
      throw refuse(missingScope, { requiredScope: scope });
    if (!may) throw refuse(missingPermission);
    arrival.caller = caller;
    return true;
  }

  private handle(context: ExecutionContext, next: CallHandler): Observable<WireReply> {
    const arrival = arrivalOf(context);
    const { operation, request, caller } = arrival;
    const { home } = this.parts;
    const input = readInput(operation, request);
    const answered = (value: unknown): Answered => ({ operation, request, query: input.query, value });
    const render = (result: unknown): WireReply => replyOf(answered(result), this.parts);
    const { id, grant, seeing } = operation;
    const idempotency = idempotencyOf(operation, request, caller);
    const reason = reasonIn(input.body);
    const actor = new CallActor({ caller, home, operation: id, grant, seeing, reason, idempotency, render });
    Object.assign(arrival, input, { actor });
    // What changed something was answered in its transaction: that answer is the one that is kept.
    const replied = async (value: unknown) => actor.reply ?? replyWith(answered(value), this.parts);
    return next.handle().pipe(concatMap(replied));
  }
}

function idempotencyOf({ id, method, once = [] }: Operation, request: WireRequest, caller: Caller) {
  const given = method === 'GET' ? undefined : request.header(wire.idempotencyKey);
  if (given === undefined) return undefined;
  const hash = hashOf(caller, request.header(wire.params) ?? '', request.body);
  return { client: caller.client, operation: id, key: readKey(given), hash, once } satisfies IdempotentCall;
}

const reasonIn = (body: unknown): unknown =>
  typeof body === 'object' && body !== null && 'reason' in body ? body.reason : undefined;

function arrivalOf(host: ArgumentsHost): Arrival {
  const arrival: unknown = host.getArgByIndex(0);
  if (!(arrival instanceof Arrival)) throw new Error('Only operations are served here');
  return arrival;
}
