// One request, asked until it is answered: what passes by itself (no connection, 429, 503) is waited out, what does not stops.
import { setTimeout as pause } from 'node:timers/promises';
import { isRecord } from './event.js';
import { reasonOf, SubscriberFailure } from './failure.js';

/** The caller's credentials as headers: `{ authorization: 'Bearer …' }` or `{ 'x-api-key': '…' }`. */
export type HeadersOf = () => Record<string, string> | Promise<Record<string, string>>;

export interface Connection {
  /** Address of the gateway, without `/v1`. */
  readonly base: string;
  /** Called once, and again when the server answers 401. What it throws is waited out like a lost connection. */
  readonly headers: HeadersOf;
  readonly signal?: AbortSignal | undefined;
  /** Hears why and how long (milliseconds) is waited before the next try. */
  readonly onWait?: ((reason: string, milliseconds: number) => void) | undefined;
  /** `false`: what would be waited out is an `unreachable` failure at once. */
  readonly patient?: boolean | undefined;
}

export interface Answer {
  readonly url: string;
  readonly headers: Headers;
  readonly text: string;
}

export interface Question {
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>> | undefined;
  /** The answer may come so much later, in milliseconds. */
  readonly slower?: number | undefined;
  /** Not from the cache of any proxy on the way. */
  readonly fresh?: boolean | undefined;
}

/** Asks; throws `SubscriberFailure`, or the reason of the signal once it is aborted. */
export type Ask = (question: Question) => Promise<Answer>;

/** A request without an answer is given up after this time, in milliseconds. */
const answeredWithin = 30_000;
const shortestPause = 100;
const longestPause = 30_000;

const passing = new Set([408, 425, 429, 500, 502, 503, 504]);

export function askingBy(connection: Connection): Ask {
  const { onWait, signal, patient = true } = connection;
  let known: Record<string, string> | undefined;

  return async (question) => {
    for (let attempt = 1, renewed = false; ; attempt += 1) {
      signal?.throwIfAborted();
      const tried = await attempted(async () => {
        known ??= await connection.headers();
        return send(connection, question, known);
      }, signal);
      if (tried.response?.status === 401 && !renewed) {
        [known, renewed] = [undefined, true];
        continue;
      }
      if (tried.response !== undefined && !passing.has(tried.response.status)) return judged(tried.response);
      const reason = tried.reason ?? `${tried.response?.status} from ${tried.response?.url}`;
      if (!patient) throw new SubscriberFailure('unreachable', reason, { cause: tried.error });
      const milliseconds = waitAfter(attempt, tried.response?.headers.get('retry-after'));
      onWait?.(reason, milliseconds);
      await pause(milliseconds, undefined, { signal });
    }
  };
}

interface Response {
  readonly status: number;
  readonly url: string;
  readonly headers: Headers;
  readonly text: string;
}

type Tried =
  | { response: Response; reason?: undefined; error?: undefined }
  | { response?: undefined; reason: string; error: unknown };

async function attempted(send: () => Promise<Response>, signal: AbortSignal | undefined): Promise<Tried> {
  try {
    return { response: await send() };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof SubscriberFailure) throw error;
    return { reason: reasonOf(error), error };
  }
}

async function send(connection: Connection, question: Question, headers: Record<string, string>): Promise<Response> {
  const url = addressOf(connection.base, question);
  const given = new AbortController();
  const stop = () => given.abort(connection.signal?.reason);
  const late = answeredWithin + (question.slower ?? 0);
  const timer = setTimeout(() => given.abort(new Error(`no answer within ${late / 1000} s`)), late);
  connection.signal?.addEventListener('abort', stop);
  try {
    const response = await fetch(url, {
      headers: { ...headers, ...(question.fresh ? { 'cache-control': 'no-cache' } : {}) },
      // An API key must not follow to another host.
      redirect: 'manual',
      signal: given.signal,
    });
    return { status: response.status, url: url.href, headers: response.headers, text: await response.text() };
  } finally {
    clearTimeout(timer);
    connection.signal?.removeEventListener('abort', stop);
  }
}

function addressOf(base: string, { path, query = {} }: Question): URL {
  const address = `${base.endsWith('/') ? base.slice(0, -1) : base}${path}`;
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol))
    throw new SubscriberFailure(
      'notThisContract',
      `base must be an address such as https://passerelle.example, not ${base}`,
    );
  const url = new URL(address);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
  return url;
}

function judged({ status, url, headers, text }: Response): Answer {
  if (status === 200) return { url, headers, text };
  const said = detailOf(text);
  const failure = failures[status] ?? (status >= 300 && status < 400 ? failures[300] : undefined);
  const [code, advice] = failure ?? [
    'notThisContract' as const,
    'check the address, and that it is a Passerelle gateway.',
  ];
  const elsewhere = headers.get('location');
  throw new SubscriberFailure(
    code,
    `${url} answered ${status}${elsewhere === null ? '' : ` (to ${elsewhere})`}${said}: ${advice}`,
  );
}

/** What to do after `productRestarted`. */
export const restarted =
  'the product began anew, and the stored position with it: remove the stored state and follow from the snapshot.';

const failures: Readonly<Record<number, readonly [SubscriberFailure['code'], string]>> = {
  300: ['redirected', 'give the address to which it leads as base, if it is the right one.'],
  400: [
    'badCursor',
    'the stored position is not one of this product: check that base, product and store belong together. If they do, the server lost events: ask its contact, then follow from the snapshot.',
  ],
  401: [
    'unauthorized',
    'the credentials are missing, wrong, ended or revoked; ask for new ones at the contact that gave them.',
  ],
  403: ['forbidden', 'these credentials may not follow products; ask the contact that gave them.'],
  404: [
    'unknownProduct',
    'no such product, or not for these credentials; GET /v1/products lists those that you may follow.',
  ],
  410: ['productRestarted', restarted],
};

/** What a problem (RFC 9457) says of itself, if it is one. */
function detailOf(text: string): string {
  const problem = jsonOf(text);
  const detail = isRecord(problem) ? (problem['detail'] ?? problem['title']) : undefined;
  return typeof detail === 'string' ? `, ${detail}` : '';
}

/** The value of a JSON text; `undefined`, which JSON does not have, for any other text. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Milliseconds until the next try: what `Retry-After` says (seconds or a date), else longer after each failure. */
export function waitAfter(attempt: number, retryAfter?: string | null): number {
  const asked = /^\d+$/.test(retryAfter ?? '') ? Number(retryAfter) * 1000 : Date.parse(retryAfter ?? '') - Date.now();
  if (Number.isFinite(asked)) return Math.max(shortestPause, asked);
  // Spread, so that subscribers who lost one server do not come back at the same instant.
  return Math.min(longestPause, 250 * 2 ** Math.min(attempt - 1, 10)) * (0.5 + Math.random() / 2);
}
