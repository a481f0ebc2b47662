import type { DoorRequest } from './request.js';

// Which web pages may call the API (CORS). None unless origins are configured, and never with credentials: callers send
// a token, and the API sets no cookie.

const exposed = [
  'BelGov-Trace-Id',
  'Content-Language',
  'Deprecation',
  'ETag',
  'Idempotent-Replayed',
  'Link',
  'Location',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'Sunset',
  'WWW-Authenticate',
].join(', ');

const accepted = [
  'Accept',
  'Accept-Language',
  'Authorization',
  'Change-Reason',
  'Content-Type',
  'Idempotency-Key',
  'If-Match',
  'If-None-Match',
  'traceparent',
  'X-Api-Key',
].join(', ');

const preflightSec = 600;

type Headers = Readonly<Record<string, string>>;

export class Cors {
  constructor(private readonly origins: readonly string[] = []) {}

  /** For every answer: whether the page that made the request may read it. */
  forAnswer(request: DoorRequest): Headers {
    const allowed = this.allowed(request);
    return allowed === undefined
      ? {}
      : { 'Access-Control-Allow-Origin': allowed, 'Access-Control-Expose-Headers': exposed };
  }

  /** For the preflight request of browsers. */
  forPreflight(request: DoorRequest, methods: readonly string[]): Headers {
    if (request.header('access-control-request-method') === undefined || this.allowed(request) === undefined) return {};
    return {
      'Access-Control-Allow-Methods': methods.join(', '),
      'Access-Control-Allow-Headers': accepted,
      'Access-Control-Max-Age': String(preflightSec),
    };
  }

  /** Whether answers vary by `Origin`. */
  get varies(): boolean {
    return this.origins.length > 0 && !this.origins.includes('*');
  }

  private allowed(request: DoorRequest): string | undefined {
    const origin = request.header('origin');
    if (origin === undefined) return undefined;
    return this.origins.find((known) => known === '*' || known === origin);
  }
}
