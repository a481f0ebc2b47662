import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '@passerelle/stack/processes';
import { agreementExample } from '../../../cooperation/src/forum/agreements/agreement.example.js';
import { personExample } from '../../../representation/src/people/person.example.js';
import { Rig } from '../resilience/rig.ts';

// Input of callers stays out of our output: secrets and personal data planted at every place of a request leave no
// trace in the logs of the real processes at their most verbose level, in problems or in metrics; and no request can
// forge a log line. PostgreSQL is killed in between, so that errors are logged too.

const secrets = {
  password: 'Pl4nted-Passw0rd',
  key: 'pk_planted_4f9c1d77aa',
  token: 'eyJhbGciOiJub25lIn0.cGxhbnRlZC10b2tlbg.c2lnbmVk',
  email: 'planted.person@example.be',
  nationalNumber: '85.07.30-033.28',
};
const planted = Object.values(secrets);
const all = planted.join(' ');

const services = ['cooperation', 'representation', 'networks', 'projects', 'gateway'];
const rig = new Rig(services);
let token: string;
const told: string[] = [];

beforeAll(async () => {
  process.env.LOG_LEVEL = 'trace'; // Jest's copy of the environment, which the rig passes to its processes.
  await rig.start();
  token = await rig.token('editor');
  await until(async () => (await call('GET', '/v1/projects')).status === 200, 30_000, 100);
}, 120_000);

afterAll(() => rig.stop(), 60_000);

async function call(method: string, path: string, headers: Record<string, string> = {}, body?: string) {
  const answer = await fetch(`${rig.gateway}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
    signal: AbortSignal.timeout(10_000),
  });
  const text = await answer.text();
  if (answer.status >= 400) told.push(text);
  return { status: answer.status, text };
}

/** Bytes that no client library would send; returns the answer too. */
const raw = (bytes: string) =>
  new Promise<void>((resolve) => {
    const socket = connect(Number(new URL(rig.gateway).port), '127.0.0.1');
    socket.on('data', (chunk) => told.push(chunk.toString()));
    socket.on('error', () => undefined);
    socket.setTimeout(3_000, () => socket.destroy());
    socket.on('close', () => resolve());
    socket.end(bytes);
  });

const collections = ['agreements', 'mandates', 'people', 'positions', 'networks', 'projects'];
const forgedLine = '%0d%0a%7b%22level%22:30,%22msg%22:%22forged%22%7d%1b%5b31m';

/** Plants every secret at every place, at every service; returns the statuses. */
async function plant(): Promise<number[]> {
  const found: number[] = [];
  const send = async (...given: Parameters<typeof call>) => found.push((await call(...given)).status);
  const encoded = encodeURIComponent(all);
  for (const collection of collections) {
    const path = `/v1/${collection}`;
    for (const name of [
      'user-agent',
      'referer',
      'cookie',
      'x-api-key',
      'x-forwarded-for',
      'from',
      'traceparent',
      'tracestate',
      'baggage',
      'accept-language',
      'if-none-match',
      'origin',
      'x-request-id',
    ])
      await send('GET', path, { [name]: all });
    for (const authorization of [`Bearer ${secrets.token}`, `Basic ${btoa(all)}`, `Bearer ${all}`])
      await send('GET', path, { authorization });
    for (const query of ['q', 'sort', 'after', 'ref', 'pageSize', 'unknown'])
      await send('GET', `${path}?${query}=${encoded}${forgedLine}`);
    await send('GET', `${path}/${encoded}`);
    await send('GET', `${path}/${forgedLine}`);
    await send('GET', `/v1/${encoded}`);
    await send('POST', path, {}, all);
    await send('POST', path, {}, `{"email":"${all}"`);
    await send('POST', path, {}, JSON.stringify({ password: all, title: { fr: all }, kind: all }));
    await send('POST', path, { 'idempotency-key': all }, JSON.stringify({ title: all }));
    await send(
      'PATCH',
      `${path}/0193a5c4-7e1f-7000-8000-0000000000ff`,
      { 'if-match': `"${all}"` },
      JSON.stringify({ title: all }),
    );
  }
  const title = { fr: all, nl: all };
  await send('POST', '/v1/agreements', {}, JSON.stringify({ ...agreementExample, title }));
  // The one place where a name belongs.
  const person = { ...personExample, name: all, email: secrets.email };
  await send('POST', '/v1/people', {}, JSON.stringify(person));
  await raw(`GET /v1/agreements HTTP/1.1\r\nHost: x\r\nX-Line: \u001b[31m${all}\r\n\r\n`);
  await raw(`GET ${all} NOTHTTP\r\n${all}\r\n\r\n`);
  await raw(`GET /v1/agreements?${'x'.repeat(100_000)}${encoded} HTTP/1.1\r\nHost: x\r\n\r\n`);
  return found;
}

interface Log {
  readonly name: string;
  readonly text: string;
}

function faultsIn({ name, text }: Log): string[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.flatMap((line) => {
    const leaks = Object.entries(secrets).filter(
      ([, secret]) => line.includes(secret) || line.includes(encodeURIComponent(secret)),
    );
    return [
      ...leaks.map(([kind]) => `${name} contains the ${kind}: ${line.slice(0, 300)}`),
      ...(isObject(line) ? [] : [`${name} contains a line that is no JSON object: ${line.slice(0, 300)}`]),
      ...(line.length > 10_000 ? [`${name} contains a line of ${line.length} characters`] : []),
      ...(line.includes('"msg":"forged"') ? [`${name} contains a forged line`] : []),
    ];
  });
}

function isObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

it('keeps input of callers out of logs, problems and metrics, even when requests fail', async () => {
  const statuses = await plant();
  expect(statuses).toContain(201);
  expect(statuses.filter((status) => status >= 500)).toEqual([]);
  await rig.kill('postgres');
  const failing = await plant();
  expect(failing).toContain(503);
  await rig.bring('postgres');
  await until(async () => (await call('GET', '/v1/projects')).status === 200, 30_000, 100);
  await pause(500); // Lines are written within 100 ms.
  const logs = services.map((name) => ({ name, text: rig.logOf(name) }));
  expect(readdirSync(rig.folder)).toContain('gateway.log');
  for (const { name, text } of logs) expect([name, text.split('\n').length > 20]).toEqual([name, true]);
  expect(logs.map(({ text }) => text).join('')).toContain('"msg":"failed"');
  expect(logs.flatMap(faultsIn)).toEqual([]);
  const metrics = await Promise.all(services.map((name) => metricsOf(name)));
  const outside = [...told, ...metrics].filter((text) => planted.some((secret) => text.includes(secret)));
  expect(outside.map((text) => text.slice(0, 500))).toEqual([]);
  process.stdout.write(
    `${statuses.length + failing.length} requests with ${planted.length} secrets each: 0 in ${logs.length} logs, ${told.length} problems, ${metrics.length} metrics\n`,
  );
}, 180_000);

const metricsOf = async (name: string): Promise<string> =>
  (await fetch(`http://127.0.0.1:${rig.around.healthPorts[name]}/metrics`)).text();

it('would notice each of them', () => {
  const line = JSON.stringify({ level: 30, msg: 'request' });
  expect(faultsIn({ name: 'x', text: `${line}\n` })).toEqual([]);
  for (const secret of planted)
    expect(faultsIn({ name: 'x', text: JSON.stringify({ msg: `a ${secret}` }) })).toHaveLength(1);
  expect(faultsIn({ name: 'x', text: `${line}\nforged\n` })).toEqual([
    'x contains a line that is no JSON object: forged',
  ]);
  expect(faultsIn({ name: 'x', text: '{"level":30,"msg":"forged"}' })).toEqual(['x contains a forged line']);
  expect(faultsIn({ name: 'x', text: JSON.stringify({ msg: 'x'.repeat(20_000) }) })).toHaveLength(1);
  expect(readFileSync(join(rig.folder, 'gateway.log'), 'utf8')).toContain('"msg":"request"');
});
