import { Injectable } from '@nestjs/common';
import type { DoorSettings } from '@passerelle/platform/config';
import { problemReply } from '@passerelle/platform/operations';
import { asRefusal, methodNotAllowed, refuse, resourceNotFound } from '@passerelle/platform/problems';
import { ServiceContext } from '@passerelle/platform/service';
import { currentTrace, inSpan, SpanKind } from '@passerelle/platform/telemetry';
import type { WireReply } from '@passerelle/platform/wire';
import { Admission } from './limits/admission.js';
import { Limiter } from './limits/limiter.js';
import { Visit } from './limits/visit.js';
import { bodyOf } from './body.js';
import { Callers, type KnownCaller } from './callers.js';
import { Cors } from './cors.js';
import { deprecationHeaders } from './deprecation.js';
import { Directory } from './directory.js';
import { finish } from './finish.js';
import { Forwarder } from './forwarder.js';
import { Pages } from './pages.js';
import { prefersHtml, type DoorRequest } from './request.js';
import { Router, type Found } from './router.js';

// A request is one pipeline: find the route, recognise the caller, count the call, forward, finish. It holds no line
// about any record.

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
    private readonly admission: Admission,
  ) {
    this.cors = new Cors(context.settings.CORS_ORIGINS);
    this.router = this.newRouter();
    directory.onChange(() => {
      this.router = this.newRouter();
    });
  }

  /** Answers, always. `fault` is what was wrong with the request before it could be read. */
  answer(request: DoorRequest, fault?: unknown): Promise<WireReply> {
    const started = performance.now();
    return inSpan(request.method, SpanKind.SERVER, request.header('traceparent'), async (span) => {
      const visit = new Visit(this.limiter, request.address);
      const html = prefersHtml(request.header('accept'));
      const found = fault === undefined ? this.router.find(request.method, request.path, html) : undefined;
      const template = found === undefined ? undefined : templateOf(found);
      if (template !== undefined) span.updateName(`${request.method} ${template}`);
      const work = this.perform(request, found, visit, fault);
      const done = await this.finish(request, found, await work.catch((error) => this.problem(request, error)));
      const ms = Math.round((performance.now() - started) * 10) / 10;
      const forwardedTo = found !== undefined && 'service' in found.route ? found.route.service : undefined;
      this.context.logger.info(
        { method: request.method, route: template, status: done.status, ms, forwardedTo },
        'request',
      );
      const trace = { 'BelGov-Trace-Id': currentTrace().trace ?? '' };
      return { ...done, headers: { ...done.headers, ...visit.headersFor(done.status), ...trace } };
    });
  }

  /** The answer to a request that takes no part in the pipeline but counts; undefined while it may go on. */
  async refusal(request: DoorRequest): Promise<WireReply | undefined> {
    const visit = new Visit(this.limiter, request.address);
    try {
      await visit.take('documents');
      return undefined;
    } catch (error) {
      const done = await this.finish(request, undefined, this.problem(request, error));
      return { ...done, headers: { ...done.headers, ...visit.headersFor(done.status) } };
    }
  }

  private async perform(
    request: DoorRequest,
    found: Found | undefined,
    visit: Visit,
    fault: unknown,
  ): Promise<WireReply> {
    const deadline = Date.now() + this.context.settings.DEADLINE_MS;
    if (found === undefined || 'page' in found.route) await visit.take('documents');
    if (fault !== undefined) throw fault;
    if (found === undefined) return this.withoutRoute(request);
    const { route, params } = found;
    if ('page' in route) return route.page.answer(request, params, () => this.recognise(request, visit));
    const caller = await this.recognise(request, visit);
    const { client } = caller.caller;
    await (client === 'anonymous' ? visit.take('anonymous') : visit.take('client', client));
    const body = bodyOf(request, route.operation);
    return this.forwarder.forward({ route, params, request: { ...request, body }, caller, deadline });
  }

  private recognise(request: DoorRequest, visit: Visit): Promise<KnownCaller> {
    const credential = request.header('authorization') ?? request.header('x-api-key');
    return this.admission.recognise(credential, visit, () => this.callers.recognise(request));
  }

  /** Nothing at the address; or something, but not for this method. */
  private withoutRoute(request: DoorRequest): WireReply {
    const allowed = this.router.allowed(request.path);
    if (allowed.length === 0) throw refuse(resourceNotFound);
    if (request.method !== 'OPTIONS') throw refuse(methodNotAllowed, { allowed: allowed.join(', ') });
    const headers = { Allow: allowed.join(', '), ...this.cors.forPreflight(request, allowed) };
    return { status: 204, body: new Uint8Array(), headers };
  }

  private finish(request: DoorRequest, found: Found | undefined, reply: WireReply): Promise<WireReply> {
    const deprecated = found !== undefined && 'operation' in found.route ? found.route.operation.deprecated : undefined;
    return finish(request, reply, {
      varies: this.cors.varies ? ['Origin'] : [],
      headers: { ...this.cors.forAnswer(request), ...deprecationHeaders(deprecated) },
    });
  }

  private problem(request: DoorRequest, error: unknown): WireReply {
    const refusal = asRefusal(error);
    const { allowed } = refusal.facts;
    if (refusal.kind.status === 500) this.context.logger.error({ err: error }, 'failed');
    const done = problemReply(refusal, request.header('accept-language'), this.context.settings.PUBLIC_URL);
    return typeof allowed === 'string' ? { ...done, headers: { ...done.headers, Allow: allowed } } : done;
  }

  private newRouter(): Router {
    return new Router(this.pages.all, this.directory.composition.accepted.values());
  }
}

const templateOf = ({ route }: Found): string => ('page' in route ? route.page.path : route.operation.path);
