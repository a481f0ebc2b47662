// A client of the public API, as any integrator would write one: a token by client credentials, JSON in and out, and retries
// while a service is busy or not available yet. The loader of the example and the importer both use it.
import { setTimeout as pause } from 'node:timers/promises';

export interface Ready {
  gateway: string;
  issuer: string;
  clients: Record<string, { id: string; secret: string }>;
}

/** The fields of any record that its users read. */
export interface Held {
  id: string;
  ref: string;
  status?: string;
  title?: Record<string, string>;
  name?: unknown;
  period?: { from: string };
  organisation?: { name: string };
  code?: string;
  programmeId?: string;
  projectId?: string;
  acronym?: string;
  importSource?: string;
  externalIds?: { programmeId?: string };
  role?: string;
  year?: number;
  paidOn?: string;
  reviewedOn?: string;
  country?: string;
  city?: string;
  latestEdition?: number;
  deliveries?: number;
  planId?: string;
  componentId?: string;
  text?: Record<string, string>;
}

export type Query = Record<string, string | readonly string[]>;

export interface Api {
  /** Every item of a list, page after page. */
  all(path: string, query: Query): Promise<Held[]>;
  post(path: string, body: unknown): Promise<Held>;
}

/** A failure that a retry would not mend. */
export class Refusal extends Error {
  readonly status: number;
  /** The problem, as received. */
  readonly text: string;

  constructor(status: number, url: string, text: string) {
    super(`${status} from ${url}\n${text.slice(0, 2_000)}`);
    this.status = status;
    this.text = text;
  }
}

const attempts = 8;
const longestPauseMs = 5_000;

export async function signIn({ gateway, issuer, clients }: Ready, name = 'editor'): Promise<Api> {
  const client = clients[name] ?? (name === 'editor' ? clients.admin : undefined);
  if (!client) throw new Error(`${name} is no client of the issuer here`);
  const discovery = await answered(() => fetch(`${issuer}/.well-known/openid-configuration`));
  const { token_endpoint: endpoint } = await read<{ token_endpoint: string }>(discovery);
  const secret = Buffer.from(`${client.id}:${client.secret}`).toString('base64');
  let token = await grant();

  async function grant(): Promise<string> {
    const body = new URLSearchParams({ grant_type: 'client_credentials' });
    const headers = { authorization: `Basic ${secret}` };
    const granted = await answered(() => fetch(endpoint, { method: 'POST', headers, body }));
    return (await read<{ access_token: string }>(granted)).access_token;
  }

  /** A token is valid for an hour, an import may take longer: a request refused with 401 is sent again with a new token. */
  async function send(address: string | URL, request: RequestInit = {}): Promise<Response> {
    const headers = () => headersOf(request, token);
    const answer = await fetch(address, { ...request, headers: headers() });
    if (answer.status !== 401) return answer;
    await answer.body?.cancel();
    token = await grant();
    return fetch(address, { ...request, headers: headers() });
  }

  async function all(path: string, query: Query): Promise<Held[]> {
    const held: Held[] = [];
    let next: string | undefined = `/v1${path}?${parametersOf({ ...query, pageSize: '200' })}`;
    while (next !== undefined) {
      const address: URL = new URL(next, gateway);
      // Until a service has announced itself, the door answers 404 for its lists, so a list is retried. Reading again after
      // 504 does no harm; a write that ended in 504 stops the loader, and its next run looks first.
      const answer = await answered(() => send(new URL(address.pathname + address.search, gateway)), [404, 504]);
      const page = await read<{ items: Held[]; next?: string }>(answer);
      held.push(...page.items);
      next = page.next;
    }
    return held;
  }

  async function post(path: string, body: unknown): Promise<Held> {
    const request = { method: 'POST', body: JSON.stringify(body) };
    return read<Held>(await answered(() => send(`${gateway}/v1${path}`, request)));
  }

  return { all, post };
}

/** Lists return each text in one language; the example is identified by its French texts. */
const headersOf = ({ method }: RequestInit, token: string): Record<string, string> => ({
  authorization: `Bearer ${token}`,
  'content-type': 'application/json',
  ...(method === undefined ? { 'accept-language': 'fr' } : {}),
});

/** A parameter with several values is repeated: `projectId=a&projectId=b`. */
function parametersOf(query: Query): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const [name, values] of Object.entries(query))
    for (const value of [values].flat()) parameters.append(name, value);
  return parameters;
}

/** Retries on 429, 503 and the statuses in `alsoLater`, eight attempts in total; throws the refusal. */
async function answered(ask: () => Promise<Response>, alsoLater: readonly number[] = []): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const answer = await ask();
    if (answer.ok) return answer;
    const isLater = [429, 503, ...alsoLater].includes(answer.status);
    if (!isLater || attempt === attempts) throw new Refusal(answer.status, answer.url, await answer.text());
    await answer.body?.cancel();
    const asked = Number(answer.headers.get('retry-after')) * 1_000;
    await pause(Math.min(asked || 100 * 2 ** attempt, longestPauseMs));
  }
}

async function read<Shape>(answer: Response): Promise<Shape> {
  return JSON.parse(await answer.text());
}

/** The outcome for a record. */
export type Tell = (what: 'created' | 'was there' | 'done', ref: string, name: string) => void;
