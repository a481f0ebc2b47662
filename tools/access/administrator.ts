// A gateway, asked as its administrator: of the stack of `npm start` by its own issuer, of any other by a token that is given.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readReady } from '@passerelle/stack/report';
import { Failure, reasonOf } from './failure.ts';

const root = resolve(import.meta.dirname, '../..');

export interface Administrator {
  /** `version`: of the record that is changed. */
  ask<Answer>(method: string, path: string, body?: object, version?: number): Promise<Answer>;
}

interface Access {
  readonly gateway: string;
  readonly token: string;
}

export async function connect(gateway: string | undefined): Promise<Administrator> {
  const access = gateway === undefined ? await ofTheStack() : elsewhere(gateway);
  return { ask: (method, path, body, version) => ask(access, { method, path, body, version }) };
}

/** Everybody on a machine can read arguments: a token is read from the environment. */
function elsewhere(gateway: string): Access {
  const token = process.env.PASSERELLE_TOKEN;
  if (URL.canParse(gateway) && token) return { gateway: gateway.replace(/\/(v1\/?)?$/, ''), token };
  if (token) throw new Failure(`${gateway} is no address: --gateway https://passerelle.example`, true);
  throw new Failure(
    'PASSERELLE_TOKEN is not set: give it an access token with the role and the scope `admin`, of an issuer that the gateway trusts',
    true,
  );
}

async function ofTheStack(): Promise<Access> {
  const path = join(resolve(process.env.PASSERELLE_RUN ?? join(root, '.run')), 'ready.json');
  if (!existsSync(path))
    throw new Failure(
      `${path} is not there: start Passerelle first (npm start), or give --gateway, and a token in PASSERELLE_TOKEN`,
    );
  const { gateway, tokenEndpoint, clients } = readReady(path);
  const { id = '', secret = '' } = clients.admin ?? {};
  const answer = await reached(tokenEndpoint, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  if (!answer.ok)
    throw new Failure(`the issuer of the stack gives no token (${answer.status}): start Passerelle again`);
  const { access_token: token }: { access_token: string } = JSON.parse(await answer.text());
  return { gateway, token };
}

async function reached(address: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(30_000), ...request });
  } catch (error) {
    throw new Failure(`no answer from ${address}: ${reasonOf(error)}. Does Passerelle run there?`);
  }
}

interface Question {
  readonly method: string;
  readonly path: string;
  readonly body?: object | undefined;
  readonly version?: number | undefined;
}

async function ask<Answer>({ gateway, token }: Access, { method, path, body, version }: Question): Promise<Answer> {
  const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  const headers = {
    ...{ authorization: `Bearer ${token}`, 'content-type': type, 'accept-language': 'en' },
    ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
  };
  const content = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await reached(`${gateway}${path}`, { method, headers, ...content });
  const text = await answer.text();
  if (!answer.ok) throw refused(gateway, answer.status, text);
  try {
    return JSON.parse(text);
  } catch {
    throw notThis(gateway);
  }
}

const notThis = (gateway: string) =>
  new Failure(`what answers at ${gateway} is no gateway with subscribers: check --gateway, its address without /v1`);

const advice: Readonly<Record<number, string>> = {
  401: 'the token is refused: get a new one from your issuer (an access token, no ID token) and set PASSERELLE_TOKEN',
  403: 'the token is no administrator’s: it needs the role and the scope `admin`',
};

interface Problem {
  readonly detail?: string;
  readonly issues?: readonly { readonly name?: string; readonly detail?: string }[];
}

function refused(gateway: string, status: number, text: string): Failure {
  const advised = advice[status];
  if (advised !== undefined) return new Failure(advised);
  const { detail, issues = [] } = problemIn(text);
  if (status === 404 || detail === undefined) return notThis(gateway);
  const faults = issues.map(({ name, detail: fault }) => `\n  ${optionOf(name)} ${fault}`);
  return new Failure(`${detail}${faults.join('')}`);
}

function problemIn(text: string): Problem {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

const optionOf = (field = ''): string => `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
