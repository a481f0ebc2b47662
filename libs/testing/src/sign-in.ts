/** Signs a person in at the local issuer as a browser would: authorization code with PKCE, cookies and redirects included. */
import { docsClient } from '@passerelle/stack/issuer';
import { createHash, randomBytes } from 'node:crypto';

export interface SignIn {
  readonly issuer: string;
  readonly redirect: string;
  /** The chosen user; empty to cancel. */
  readonly user: string;
  readonly scope?: string;
  /** Overrides parameters of the authorization request; undefined omits a parameter. */
  readonly begin?: Readonly<Record<string, string | undefined>>;
  /** The same for the exchange of the code. */
  readonly end?: Readonly<Record<string, string | undefined>>;
}

export interface SignedIn {
  /** The status of the failed step, or of the exchange of the code. */
  readonly status: number;
  /** The parameters of the redirect. */
  readonly returned: URLSearchParams;
  readonly code: string;
  readonly verifier: string;
  readonly body: Readonly<Record<string, string>>;
}

export interface Browser {
  get(address: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  post(address: string, form: Readonly<Record<string, string>>): Promise<Response>;
}

/** Keeps cookies, and does not follow redirects. */
export function browser(): Browser {
  const cookies = new Map<string, string>();
  const ask = async (address: string, init: RequestInit): Promise<Response> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...Object.fromEntries(new Headers(init.headers)), cookie };
    const answer = await fetch(address, { ...init, headers, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return answer;
  };
  return {
    get: (address, headers = {}) => ask(address, { headers }),
    post: (address, form) => ask(address, { method: 'POST', body: new URLSearchParams(form) }),
  };
}

const given = (parameters: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

/** Where a request to sign in leads first, and the secret that ends it. */
export function beginning({ issuer, redirect, scope, begin }: SignIn): { address: string; verifier: string } {
  const verifier = randomBytes(32).toString('base64url');
  const parameters = given({
    client_id: docsClient,
    response_type: 'code',
    redirect_uri: redirect,
    state: 'a state',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    scope,
    ...begin,
  });
  return { address: `${issuer}/auth?${new URLSearchParams(parameters)}`, verifier };
}

export async function signIn(asked: SignIn): Promise<SignedIn> {
  const { issuer, redirect, user } = asked;
  const { address, verifier } = beginning(asked);
  const { get, post } = browser();
  const target = (answer: Response): string => new URL(answer.headers.get('location') ?? '', issuer).href;
  const nothing = { returned: new URLSearchParams(), code: '', verifier, body: {} };
  const begun = await get(address);
  if (begun.status !== 303) return { ...nothing, status: begun.status };
  if (target(begun).startsWith(redirect))
    return { ...nothing, status: 303, returned: new URL(target(begun)).searchParams };
  const chosen = await post(target(begun), { user });
  const ended = await get(target(chosen));
  const returned = new URL(target(ended)).searchParams;
  const code = returned.get('code') ?? '';
  if (code === '') return { ...nothing, status: 303, returned };
  const exchanged = await exchange(asked, code, verifier);
  return { returned, code, verifier, ...exchanged };
}

export async function exchange(
  { issuer, redirect, end }: SignIn,
  code: string,
  verifier: string,
): Promise<Pick<SignedIn, 'status' | 'body'>> {
  const form = given({
    grant_type: 'authorization_code',
    client_id: docsClient,
    redirect_uri: redirect,
    code,
    code_verifier: verifier,
    ...end,
  });
  const answer = await fetch(`${issuer}/token`, { method: 'POST', body: new URLSearchParams(form) });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}
