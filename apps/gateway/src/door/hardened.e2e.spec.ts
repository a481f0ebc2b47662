import { broker, type Broker } from '@passerelle/testing/broker';
import { httpClient, testIssuer, urlOf, type HttpClient, type TestIssuer } from '@passerelle/testing/door';
import { startApp, type StartedApp } from '@passerelle/testing/start-app';
import { pause, until } from '@passerelle/testing/until';
import { visits } from '@passerelle/testing/visits';
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { gateway } from '../gateway.js';

let nats: Broker;
let issuer: TestIssuer;
let service: StartedApp;
let door: StartedApp;
let base: string;
let ask: HttpClient;

beforeAll(async () => {
  nats = await broker();
  issuer = await testIssuer();
  service = await startApp(visits, { broker: nats });
  door = await startApp(gateway, { broker: nats, settings: issuer.settings });
  base = await urlOf(door);
  ask = httpClient(base, issuer.tokens.editor);
  await until('the door serves the service', async () => (await ask('GET', '/v1/visits')).status === 200);
}, 60_000);

afterAll(async () => {
  await door?.close();
  await service?.close();
  await issuer?.stop();
  await nats?.stop();
});

interface Wire {
  readonly socket: Socket;
  readonly said: () => string;
  /** Milliseconds from the opening to the end. */
  readonly ended: Promise<number>;
}

function wire(...parts: string[]): Wire {
  const started = performance.now();
  const socket = connect(Number(new URL(base).port), '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString('latin1')));
  socket.on('error', () => undefined);
  for (const part of parts) socket.write(part);
  const ended = new Promise<number>((resolve) => socket.on('close', () => resolve(performance.now() - started)));
  return { socket, said: () => text, ended };
}

async function raw(...parts: string[]): Promise<string> {
  const { said, ended } = wire(...parts);
  await ended;
  return said();
}

const request = (line: string, ...headers: string[]) =>
  `${[`${line} HTTP/1.1`, 'Host: door', 'Connection: close', ...headers].join('\r\n')}\r\n\r\n`;
const authorized = () => `Authorization: Bearer ${issuer.tokens.editor}`;
const json = 'Content-Type: application/json';

describe('a slow caller', () => {
  const drops = (wired: Wire, drop: string) => {
    const timer = setInterval(() => wired.socket.write(drop), 500);
    return wired.ended.finally(() => clearInterval(timer));
  };

  it('is let go within 15 s, whether it sends or reads slowly, while others are served', async () => {
    const headers = drops(wire('GET /v1/visits HTTP/1.1\r\nHost: door\r\n'), 'X-Drop: 1\r\n');
    const body = drops(
      wire(`POST /v1/visits HTTP/1.1\r\nHost: door\r\n${json}\r\nContent-Length: 100000\r\n\r\n{`),
      ' ',
    );
    const silent = wire(`POST /v1/visits HTTP/1.1\r\nHost: door\r\n${json}\r\nContent-Length: 100000\r\n\r\n`).ended;
    const reader = wire('GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: door\r\n\r\n'.repeat(20));
    reader.socket.pause();
    // It takes a sip now and then, and in the end whatever is left: a door that waits for it would send all.
    const sips = setInterval(() => reader.socket.read(1_000), 1_000);
    void pause(14_000).then(() => reader.socket.resume());
    const slow = [headers, body, silent, reader.ended];
    let open = slow.length;
    for (const one of slow) void one.then(() => open--);
    const served: number[] = [];
    while (open > 0) {
      const { status, ms } = await ask('GET', '/v1/visits');
      expect(status).toBe(200);
      served.push(ms);
      await pause(100);
    }
    clearInterval(sips);
    const times = await Promise.all(slow);
    console.info(
      `slow callers were cut after ${times.map(Math.round).join(', ')} ms; others: slowest ${Math.round(Math.max(...served))} ms`,
    );
    for (const time of times) expect(time).toBeLessThan(15_000);
    expect(reader.said().length).toBeLessThan(20 * (await ask('GET', '/docs/swagger-ui-bundle.js')).text.length);
    // They were let go for being slow, not for anything else.
    for (const time of times) expect(time).toBeGreaterThan(8_000);
    expect(Math.max(...served)).toBeLessThan(1_000);
  }, 30_000);
});

describe('too much', () => {
  it('of a body is refused at once, though its length was not told', async () => {
    const chunk = `${(65_536).toString(16)}\r\n${'x'.repeat(65_536)}\r\n`;
    const before = process.memoryUsage().rss;
    const many = await Promise.all(
      Array.from({ length: 20 }, () => {
        const started = performance.now();
        const head = request('POST /v1/visits', authorized(), json, 'Transfer-Encoding: chunked');
        return raw(head, ...Array(20).fill(chunk)).then((said) => ({ said, ms: performance.now() - started }));
      }),
    );
    for (const { said } of many) expect(said).toMatch(/^HTTP\/1.1 413 [\s\S]*payloadTooLarge/);
    const grown = (process.memoryUsage().rss - before) / 2 ** 20;
    console.info(
      `20 endless bodies: slowest ${Math.round(Math.max(...many.map(({ ms }) => ms)))} ms, RSS +${Math.round(grown)} MB`,
    );
    expect(grown).toBeLessThan(100);
    const declared = await raw(request('POST /v1/visits', authorized(), json, 'Content-Length: 1000000000'));
    expect(declared).toMatch(/^HTTP\/1.1 413 /);
  });

  it('in little is refused unread: a gzip bomb', async () => {
    const bomb = gzipSync(Buffer.alloc(50 * 2 ** 20)).toString('latin1');
    const started = performance.now();
    const head = request(
      'POST /v1/visits',
      authorized(),
      json,
      'Content-Encoding: gzip',
      `Content-Length: ${bomb.length}`,
    );
    const { socket, said, ended } = wire(head);
    socket.write(bomb, 'latin1');
    await ended;
    expect(said()).toMatch(/^HTTP\/1.1 415 /);
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('of an address, of headers or of depth is refused', async () => {
    expect(await raw(request(`GET /v1/visits?count=${'1'.repeat(20_000)}`))).toMatch(/^HTTP\/1.1 431 /);
    expect(await raw(request(`GET /v1/${'x'.repeat(9_000)}`))).toMatch(/^HTTP\/1.1 404 /);
    const headers = Array.from({ length: 2_000 }, (_, index) => `X-${index}: 1`);
    expect(await raw(request('GET /v1/visits', ...headers))).toMatch(/^HTTP\/1.1 431 /);
    const deep = `${'{"city":'.repeat(1_000)}1${'}'.repeat(1_000)}`;
    expect((await ask('POST', '/v1/visits', { body: deep })).status).toBe(400);
    expect((await ask('POST', '/v1/visits', { body: '['.repeat(500_000) })).status).toBe(400);
    expect((await ask('POST', '/v1/visits', { body: { city: 'Mons' } })).status).toBe(201);
  });
});

describe('what would mean something to other doors', () => {
  it.each(['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'])('means nothing here: %s', async (name) => {
    const headers = { [name]: 'POST' };
    expect((await ask('GET', '/v1/visits?_method=POST', { headers })).status).toBe(400);
    expect((await ask('GET', '/v1/visits', { headers })).body).toEqual({ words: [] });
  });

  it.each([
    '/v1/visits/',
    '//v1/visits',
    '/v1/VISITS',
    '/v1/visits;v=1',
    '/v1/%2e/visits',
    '/v1/x/%2e%2e/visits',
    '/v1/x/../visits',
    '/v1%2Fvisits',
    '/v1/visits%2F',
    '/v1/visits%00',
    '/v1/visits%20',
    '\\v1\\visits',
    '/v1/visits#part',
    '/v1/visits.json',
    '/x/v1/visits',
  ])('is nowhere here: %s', async (path) => {
    for (const method of ['GET', 'HEAD', 'POST']) {
      const said = await raw(request(`${method} ${path}`, authorized()));
      expect(said).toMatch(/^HTTP\/1.1 40[04] /);
    }
  });

  it('is a Host that is not ours: links come from configuration', async () => {
    const said = await raw(
      'GET /v1/refData/problemTypes HTTP/1.1\r\nHost: evil.test\r\nX-Forwarded-Host: evil.test\r\nConnection: close\r\n\r\n',
    );
    expect(said).toContain('http://passerelle.test/v1/refData/problemTypes');
    expect(said).not.toContain('evil.test');
  });

  it('is two lengths, or a length and chunks', async () => {
    for (const lengths of [
      ['Content-Length: 4', 'Content-Length: 5'],
      ['Content-Length: 4', 'Transfer-Encoding: chunked'],
      ['Transfer-Encoding: chunked, identity'],
      ['Content-Length: -1'],
    ])
      expect(await raw(request('POST /v1/visits', authorized(), json, ...lengths), '{}{}')).toMatch(/^HTTP\/1.1 400 /);
  });
});
