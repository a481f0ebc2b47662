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
import { CallActor, hashOf, readKey, Replayed, type IdempotentCall } from '../../data/request-transaction/index.js';
import { anonymous, type Caller, type CallerTokenVerifier } from '../../access/identity/index.js';
import {
  missingPermission,
  missingScope,
  noAccessToken,
  Refusal,
  refusal,
  resourceNotFound,
  type Sentences,
} from '../../kernel/problems/index.js';
import { granted } from '../../access/rights/index.js';
import { inSpan, SpanKind, type Logger } from '../../kernel/telemetry/index.js';
import { Bulkhead } from './bulkhead.js';
import { readInput } from './input.js';
import type { Operation } from './operation.js';
import { problemReply, recordHref, replyOf, replyWith, type Answered } from './output.js';
import { replyHeaders, requestOf, rpcHeaders, type RpcReply, type RpcRequest } from '../../kernel/rpc/index.js';

// The Nest transport that answers operations. `answer` serves both a NATS message and a call that the door makes to an operation
// in its own process. Guard, interceptor and filter are Nest's; message bodies stay plain HTTP bodies.

const defaultBudgetMs = 5_000;

/** The payload that Nest passes to a handler; the guard adds the caller and the interceptor the validated input: a `Call`. */
class IncomingCall {
  caller: Caller = anonymous;
  actor: CallActor | undefined;

  constructor(
    readonly operation: Operation,
    readonly request: RpcRequest,
    readonly deadline: number,
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
  readonly sentences?: Sentences | undefined;
  readonly logger: Logger;
  readonly inFlight: number;
  readonly queue: number;
}

export class OperationServer extends Server implements CustomTransportStrategy {
  private readonly gate: Bulkhead;
  private readonly bySubject: ReadonlyMap<string, Operation>;
  private subscriptions: Subscription[] = [];

  constructor(private readonly parts: ServerParts) {
    super();
    this.gate = new Bulkhead(parts.service, parts.inFlight, parts.queue);
    this.bySubject = new Map(parts.operations.map((operation) => [operation.subject, operation]));
  }

  /** An operation of this service, by its id. */
  operation(id: string): Operation {
    const found = this.parts.operations.find((operation) => operation.id === id);
    if (found === undefined) throw new Error(`this service has no operation ${id}`);
    return found;
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

  /** Accepts no new calls, and returns when the calls in flight are answered or `patienceMs` is over. */
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

  /** Always answers: every error becomes a problem in the reply. */
  async answer(request: RpcRequest): Promise<RpcReply> {
    const started = performance.now();
    const reply = await inSpan(request.subject, SpanKind.SERVER, request.header(rpcHeaders.traceparent), async () => {
      const done = await this.perform(request).catch((error: unknown) => this.problem(error, request));
      const ms = Math.round((performance.now() - started) * 10) / 10;
      this.parts.logger.info({ operation: request.subject, status: done.status, ms }, 'answered');
      return done;
    });
    return reply;
  }

  private perform(request: RpcRequest): Promise<RpcReply> {
    const operation = this.bySubject.get(request.subject);
    const handler = this.messageHandlers.get(request.subject);
    if (operation === undefined || handler === undefined) throw refusal(resourceNotFound);
    const budget = Number(request.header(rpcHeaders.deadline) ?? defaultBudgetMs);
    const deadline = Date.now() + (Number.isFinite(budget) ? budget : 0);
    return this.gate.run(deadline, async () => {
      const handled: Observable<RpcReply> = this.transformToObservable(
        await handler(new IncomingCall(operation, request, deadline), new BaseRpcContext([])),
      );
      return lastValueFrom(handled);
    });
  }

  private problem(error: unknown, request: RpcRequest): RpcReply {
    if (error instanceof Replayed) return error.reply;
    if (!(error instanceof Refusal) || error.kind.status >= 500)
      this.parts.logger.error({ err: error, operation: request.subject }, 'failed');
    const { publicUrl, sentences } = this.parts;
    const operation = this.bySubject.get(request.subject);
    const record = operation === undefined ? undefined : () => recordHref(operation, request, publicUrl);
    return problemReply(error, request.header(rpcHeaders.acceptLanguage), { publicUrl, sentences, record });
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
      filter: { catch: (error, host) => of(this.problem(error, incomingCallOf(host).request)) },
    };
  }

  /** Checks scope and role before anything else; the relation to the record is checked where it is loaded. */
  private async admit(context: ExecutionContext): Promise<boolean> {
    const arrival = incomingCallOf(context);
    const caller = await this.parts.verifier.verify(arrival.request.header(rpcHeaders.caller));
    const { scope, grant } = arrival.operation;
    const isNobody = caller.client === anonymous.client;
    const may = granted(grant, caller, this.parts.home).size > 0;
    if (isNobody && !may) throw refusal(noAccessToken);
    if (!isNobody && scope !== 'public' && !caller.scopes.includes(scope))
      throw refusal(missingScope, { requiredScope: scope });
    if (!may) throw refusal(missingPermission);
    arrival.caller = caller;
    return true;
  }

  private handle(context: ExecutionContext, next: CallHandler): Observable<RpcReply> {
    const arrival = incomingCallOf(context);
    const { operation, request, caller } = arrival;
    const { home } = this.parts;
    const input = readInput(operation, request);
    const answered = (value: unknown): Answered => ({ operation, request, query: input.query, value });
    const render = (result: unknown): RpcReply => replyOf(answered(result), this.parts);
    const { id, grant, seeing } = operation;
    const idempotency = idempotencyOf(operation, request, caller);
    const { reason, ...checked } = input;
    const actor = new CallActor({ caller, home, operation: id, grant, seeing, reason, idempotency, render });
    Object.assign(arrival, checked, { actor });
    // A change wrote its answer in its transaction: that answer is sent, as it is the one kept for a retry.
    const replied = async (value: unknown) => actor.reply ?? replyWith(answered(value), this.parts);
    return next.handle().pipe(concatMap(replied));
  }
}

function idempotencyOf({ id, method, once = [] }: Operation, request: RpcRequest, caller: Caller) {
  const given = method === 'GET' ? undefined : request.header(rpcHeaders.idempotencyKey);
  if (given === undefined) return undefined;
  const hash = hashOf(caller, request.header(rpcHeaders.params) ?? '', request.body);
  return { client: caller.client, operation: id, key: readKey(given), hash, once } satisfies IdempotentCall;
}

function incomingCallOf(host: ArgumentsHost): IncomingCall {
  const arrival: unknown = host.getArgByIndex(0);
  if (!(arrival instanceof IncomingCall)) throw new Error('Only operations are served here');
  return arrival;
}
