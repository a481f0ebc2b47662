// A client of the public API, as any integrator would write one: a token by client credentials, JSON in and out, and
// patience with a service that is busy or not there yet.
import { setTimeout as pause } from 'node:timers/promises';

export interface Ready {
  gateway: string;
  issuer: string;
  clients: Record<string, { id: string; secret: string }>;
}

/** What the loader reads of any record. */
export interface Held {
  id: string;
  ref: string;
  status?: string;
  title?: Record<string, string>;
  organisation?: { name: string };
}

export interface Api {
  /** Every item of a list, page after page. */
  all(path: string, query: Record<string, string>): Promise<Held[]>;
  post(path: string, body: unknown): Promise<Held>;
}

const attempts = 8;
const longestPauseMs = 5_000;

export async function signIn({ gateway, issuer, clients }: Ready): Promise<Api> {
  const client = clients.editor ?? clients.admin;
  if (!client) throw new Error('No client may write here: neither editor nor admin is known');
  const discovery = await answered(() => fetch(`${issuer}/.well-known/openid-configuration`));
  const { token_endpoint: endpoint } = await read<{ token_endpoint: string }>(discovery);
  const secret = Buffer.from(`${client.id}:${client.secret}`).toString('base64');
  const body = new URLSearchParams({ grant_type: 'client_credentials' });
  const granted = await answered(() =>
    fetch(endpoint, { method: 'POST', headers: { authorization: `Basic ${secret}` }, body }),
  );
  const { access_token: token } = await read<{ access_token: string }>(granted);
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };

  async function all(path: string, query: Record<string, string>): Promise<Held[]> {
    const held: Held[] = [];
    let next: string | undefined = `/v1${path}?${new URLSearchParams({ ...query, pageSize: '200' })}`;
    while (next !== undefined) {
      const address: URL = new URL(next, gateway);
      // A list is there as soon as its service has announced it: until then the door knows no such address (404). To
      // read once more after 504 harms nobody; a write that ended so stops the loader, and its next run looks first.
      const answer = await answered(
        () => fetch(new URL(address.pathname + address.search, gateway), { headers }),
        [404, 504],
      );
      const page = await read<{ items: Held[]; next?: string }>(answer);
      held.push(...page.items);
      next = page.next;
    }
    return held;
  }

  async function post(path: string, body: unknown): Promise<Held> {
    const request = { method: 'POST', headers, body: JSON.stringify(body) };
    return read<Held>(await answered(() => fetch(`${gateway}/v1${path}`, request)));
  }

  return { all, post };
}

/** Asks again while the answer is "later" (429, 503, or what `alsoLater` names), eight times in all; throws what it was refused for. */
async function answered(ask: () => Promise<Response>, alsoLater: readonly number[] = []): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const answer = await ask();
    if (answer.ok) return answer;
    const isLater = [429, 503, ...alsoLater].includes(answer.status);
    if (!isLater || attempt === attempts) throw new Error(await refusal(answer));
    await answer.body?.cancel();
    const asked = Number(answer.headers.get('retry-after')) * 1_000;
    await pause(Math.min(asked || 100 * 2 ** attempt, longestPauseMs));
  }
}

async function read<Shape>(answer: Response): Promise<Shape> {
  return JSON.parse(await answer.text());
}

async function refusal(answer: Response): Promise<string> {
  const text = await answer.text();
  return `${answer.status} from ${answer.url}\n${text.slice(0, 2_000)}`;
}
