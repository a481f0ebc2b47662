import { Injectable } from '@nestjs/common';
import type { DoorSettings } from '@passerelle/platform/config';
import { problemReply } from '@passerelle/platform/operations';
import { asRefusal, methodNotAllowed, refuse, resourceNotFound } from '@passerelle/platform/problems';
import { ServiceContext } from '@passerelle/platform/service';
import { currentTrace, inSpan, SpanKind } from '@passerelle/platform/telemetry';
import type { WireReply } from '@passerelle/platform/wire';
import { bodyOf } from './body.js';
import { Callers } from './callers.js';
import { Directory } from './directory.js';
import { Forwarder } from './forwarder.js';
import { Pages } from './pages.js';
import { matches, prefersHtml, type DoorRequest } from './request.js';
import { Router, type Found } from './router.js';

// A request is one pipeline: find the route, recognise the caller, forward, finish. It holds no line about any record.

@Injectable()
export class Door {
  private router: Router;

  constructor(
    private readonly context: ServiceContext<DoorSettings>,
    private readonly directory: Directory,
    private readonly pages: Pages,
    private readonly callers: Callers,
    private readonly forwarder: Forwarder,
  ) {
    this.router = this.newRouter();
    directory.onChange(() => {
      this.router = this.newRouter();
    });
  }

  /** Answers, always. `fault` is what was wrong with the request before it could be read. */
  answer(request: DoorRequest, fault?: unknown): Promise<WireReply> {
    const started = performance.now();
    return inSpan(request.method, SpanKind.SERVER, request.header('traceparent'), async (span) => {
      const html = prefersHtml(request.header('accept'));
      const found = this.router.find(request.method, request.path, html);
      const template = found === undefined ? undefined : templateOf(found);
      if (template !== undefined) span.updateName(`${request.method} ${template}`);
      const work = fault === undefined ? this.perform(request, found) : Promise.reject(fault);
      const done = finish(request, await work.catch((error: unknown) => this.problem(request, error)));
      const ms = Math.round((performance.now() - started) * 10) / 10;
      const forwardedTo = found !== undefined && 'service' in found.route ? found.route.service : undefined;
      this.context.logger.info(
        { method: request.method, route: template, status: done.status, ms, forwardedTo },
        'request',
      );
      return { ...done, headers: { ...done.headers, 'BelGov-Trace-Id': currentTrace().trace ?? '' } };
    });
  }

  private async perform(request: DoorRequest, found: Found | undefined): Promise<WireReply> {
    const deadline = Date.now() + this.context.settings.DEADLINE_MS;
    if (found === undefined) return this.withoutRoute(request);
    const { route, params } = found;
    if ('page' in route) return route.page.answer(request, params);
    const body = bodyOf(request, route.operation);
    const caller = await this.callers.recognise(request);
    return this.forwarder.forward({ route, params, request: { ...request, body }, caller, deadline });
  }

  /** Nothing at the address; or something, but not for this method. */
  private withoutRoute({ method, path }: DoorRequest): WireReply {
    const allowed = this.router.allowed(path);
    if (allowed.length === 0) throw refuse(resourceNotFound);
    if (method !== 'OPTIONS') throw refuse(methodNotAllowed, { allowed: allowed.join(', ') });
    return { status: 204, body: new Uint8Array(), headers: { Allow: allowed.join(', ') } };
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

/** What HTTP adds to an answer, whoever gave it. */
function finish(request: DoorRequest, { status, body, headers }: WireReply): WireReply {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const finished: Record<string, string> = {
    'Cache-Control': status < 400 && isRead ? 'private, no-cache' : 'no-store',
    Vary: 'Accept, Accept-Language, Authorization, X-Api-Key',
    ...(status === 401 ? { 'WWW-Authenticate': 'Bearer realm="passerelle"' } : {}),
    ...headers,
  };
  if (!isRead || status !== 200 || !matches(request.header('if-none-match'), headers.ETag))
    return { status, body, headers: finished };
  const { 'Content-Type': _, ...kept } = finished;
  return { status: 304, body: new Uint8Array(), headers: kept };
}
