import { Injectable } from '@nestjs/common';
import type { DoorSettings } from '@passerelle/platform/kernel/config';
import { sentences } from '../texts/sentences.js';
import { problemReply } from '@passerelle/platform/runtime/operations';
import { asRefusal, methodNotAllowed, refusal, resourceNotFound } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { currentTrace, inSpan, SpanKind } from '@passerelle/platform/kernel/telemetry';
import type { Caller } from '@passerelle/platform/access/identity';
import type { RpcReply } from '@passerelle/platform/kernel/rpc';
import { CredentialThrottle } from './limits/credential-throttle.js';
import { Limiter } from './limits/limiter.js';
import { RateLimitSession } from './limits/rate-limit-session.js';
import { AddressCredentials } from './http/address-credentials.api.js';
import { bodyOf } from './http/body.js';
import { Callers, type KnownCaller } from './http/callers.js';
import { Cors } from './http/cors.js';
import { deprecationHeaders } from './http/deprecation.js';
import { Directory } from './routing/directory.js';
import { finish } from './http/finish.js';
import { problemCode } from './http/problem-code.js';
import { Forwarder } from './forwarding/forwarder.js';
import { Pages } from './documents/pages.js';
import { prefersHtml, refuseEmptyHeaders, refuseUnreadable, type DoorRequest } from './http/request.js';
import { Router, type Found } from './routing/router.js';
import { transitionIn } from './routing/transition.js';

/** A request on its way. */
interface Visit {
  readonly request: DoorRequest;
  readonly found: Found | undefined;
  readonly session: RateLimitSession;
  /** Found before the request could be read. */
  readonly fault: unknown;
  /** Once it is recognised. */
  caller?: Caller;
}

// A request is one pipeline: find the route, recognise the caller, count the call, forward, finish. The door contains
// no code about any record.

@Injectable()
export class Door {
  private router: Router;
  private readonly cors: Cors;

  constructor(
    private readonly context: ServiceContext<DoorSettings>,
    private readonly directory: Directory,
    private readonly pages: Pages,
    private readonly callers: Callers,
    private readonly forwarder: Forwarder,
    private readonly limiter: Limiter,
    private readonly admission: CredentialThrottle,
    private readonly addresses: AddressCredentials,
  ) {
    this.cors = new Cors(context.settings.CORS_ORIGINS);
    this.router = this.newRouter();
    directory.onChange(() => {
      this.router = this.newRouter();
    });
  }

  /** Always answers. `fault` is a fault found before the request could be read. */
  answer(request: DoorRequest, fault?: unknown): Promise<RpcReply> {
    const started = performance.now();
    return inSpan(request.method, SpanKind.SERVER, request.header('traceparent'), async (span) => {
      const session = new RateLimitSession(this.limiter, request.address);
      const html = prefersHtml(request.header('accept'));
      const found = fault === undefined ? this.router.find(request.method, request.path, html) : undefined;
      const visit: Visit = { request, found, session, fault };
      const template = found === undefined ? undefined : templateOf(found);
      if (template !== undefined) span.updateName(`${request.method} ${template}`);
      const reply = await this.perform(visit).catch((error) => this.problem(request, error));
      const done = await this.finish(request, found, reply);
      const ms = Math.round((performance.now() - started) * 10) / 10;
      const peerService = found !== undefined && 'service' in found.route ? found.route.service : undefined;
      const { client, party } = visit.caller ?? {};
      const { method } = request;
      const { status } = done;
      this.context.logger.info(
        { method, route: template, status, ms, peerService, client, party, problem: problemCode(reply) },
        'request',
      );
      const trace = { 'BelGov-Trace-Id': currentTrace().trace ?? '' };
      return { ...done, headers: { ...done.headers, ...session.headersFor(status), ...trace } };
    });
  }

  /** The answer to a request that ends before the pipeline but counts in the limits; undefined if it may go on. */
  async refusal(request: DoorRequest): Promise<RpcReply | undefined> {
    const visit = new RateLimitSession(this.limiter, request.address);
    try {
      await visit.take('documents');
      return undefined;
    } catch (error) {
      const done = await this.finish(request, undefined, this.problem(request, error));
      return { ...done, headers: { ...done.headers, ...visit.headersFor(done.status) } };
    }
  }

  private async perform(visit: Visit): Promise<RpcReply> {
    const { request, found, session, fault } = visit;
    const begun = Date.now();
    if (found === undefined || 'page' in found.route) await session.take('documents');
    refuseEmptyHeaders(request);
    if (fault !== undefined) throw fault;
    if (found === undefined) return this.withoutRoute(request);
    const { route, params } = found;
    if ('page' in route) return route.page.answer(request, params, () => this.recognise(visit));
    const caller = await this.recognise(visit);
    const { client } = caller.caller;
    const { query = request.query } = caller;
    await (client === 'anonymous' ? session.take('anonymous') : session.take('client', client));
    const body = bodyOf(request, 'operation' in route ? route.operation.method : 'POST');
    const chosen = 'operation' in route ? route : transitionIn(route, body);
    const { mediaType, waitsSec = 0 } = chosen.operation;
    refuseUnreadable(request, mediaType);
    const deadline = begun + this.context.settings.DEADLINE_MS + 1_000 * waitsSec;
    return this.forwarder.forward({ route: chosen, params, request: { ...request, query, body }, caller, deadline });
  }

  private async recognise(visit: Visit): Promise<KnownCaller> {
    const { request, found, session } = visit;
    const inAddress = this.addresses.in(found === undefined ? request.path : templateOf(found), request.query);
    const credential = request.header('authorization') ?? request.header('x-api-key') ?? inAddress?.secret;
    const recognise = () => this.callers.recognise(request, inAddress);
    const known = await this.admission.recognise(credential, session, recognise);
    visit.caller = known.caller;
    return known;
  }

  /** 404 for an unknown address, 405 for a known address with another method. */
  private withoutRoute(request: DoorRequest): RpcReply {
    const allowed = this.router.allowed(request.path);
    if (allowed.length === 0) throw refusal(resourceNotFound);
    if (request.method !== 'OPTIONS') throw refusal(methodNotAllowed, { allowed: allowed.join(', ') });
    const headers = { Allow: allowed.join(', '), ...this.cors.forPreflight(request, allowed) };
    return { status: 204, body: new Uint8Array(), headers };
  }

  private finish(request: DoorRequest, found: Found | undefined, reply: RpcReply): Promise<RpcReply> {
    const deprecated = found !== undefined && 'operation' in found.route ? found.route.operation.deprecated : undefined;
    return finish(request, reply, {
      varies: this.cors.varies ? ['Origin'] : [],
      headers: { ...this.cors.forAnswer(request), ...deprecationHeaders(deprecated) },
    });
  }

  private problem(request: DoorRequest, error: unknown): RpcReply {
    const refusal = asRefusal(error);
    const { allowed } = refusal.facts;
    if (refusal.kind.status === 500) this.context.logger.error({ err: error }, 'failed');
    const done = problemReply(refusal, request.header('accept-language'), {
      publicUrl: this.context.settings.PUBLIC_URL,
      sentences,
    });
    return typeof allowed === 'string' ? { ...done, headers: { ...done.headers, Allow: allowed } } : done;
  }

  private newRouter(): Router {
    const { accepted, ahead } = this.directory.composition;
    return new Router(this.pages.all, accepted.values(), ahead);
  }
}

function templateOf({ route }: Found): string {
  if ('page' in route) return route.page.path;
  return 'operation' in route ? route.operation.path : route.path;
}
