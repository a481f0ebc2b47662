import { httpClient, type HttpClient } from '@passerelle/testing/door';
import { onOwnDoor } from '@passerelle/testing/door-stage';
import { until } from '@passerelle/testing/until';
import { visits } from '@passerelle/testing/visits';
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { gateway } from '../../gateway.js';

const stage = onOwnDoor(gateway, { service: visits });

let ask: HttpClient;

beforeAll(async () => {
  ask = httpClient(stage.base, stage.issuer.tokens.editor);
  await until('the gateway serves the service', async () => (await ask('GET', '/v1/visits')).status === 200);
});

interface Wire {
  readonly socket: Socket;
  readonly said: () => string;
  readonly ended: Promise<void>;
}

function wire(...parts: string[]): Wire {
  const socket = connect(Number(new URL(stage.base).port), '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString('latin1')));
  socket.on('error', () => undefined);
  for (const part of parts) socket.write(part);
  const ended = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  return { socket, said: () => text, ended };
}

async function raw(...parts: string[]): Promise<string> {
  const { said, ended } = wire(...parts);
  await ended;
  return said();
}

const request = (line: string, ...headers: string[]) =>
  `${[`${line} HTTP/1.1`, 'Host: door', 'Connection: close', ...headers].join('\r\n')}\r\n\r\n`;
const authorized = () => `Authorization: Bearer ${stage.issuer.tokens.editor}`;
const json = 'Content-Type: application/json';

describe('too much', () => {
  it('of a body is refused at once, without a Content-Length too', async () => {
    const chunk = `${(65_536).toString(16)}\r\n${'x'.repeat(65_536)}\r\n`;
    const before = process.memoryUsage().rss;
    const head = () => request('POST /v1/visits', authorized(), json, 'Transfer-Encoding: chunked');
    const many = await Promise.all(Array.from({ length: 20 }, () => raw(head(), ...Array(20).fill(chunk))));
    for (const said of many) expect(said).toMatch(/^HTTP\/1.1 413 [\s\S]*payloadTooLarge/);
    const grown = (process.memoryUsage().rss - before) / 2 ** 20;
    expect(grown).toBeLessThan(100);
    const declared = await raw(request('POST /v1/visits', authorized(), json, 'Content-Length: 1000000000'));
    expect(declared).toMatch(/^HTTP\/1.1 413 /);
  });

  it('in a small body is refused unread: a gzip bomb', async () => {
    const bomb = gzipSync(Buffer.alloc(50 * 2 ** 20)).toString('latin1');
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

describe('input that other servers interpret', () => {
  it.each(['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'])('has no effect: %s', async (name) => {
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
  ])('is not found: %s', async (path) => {
    for (const method of ['GET', 'HEAD', 'POST']) {
      const said = await raw(request(`${method} ${path}`, authorized()));
      expect(said).toMatch(/^HTTP\/1.1 40[04] /);
    }
  });

  it('includes a foreign Host, which changes no link', async () => {
    const said = await raw(
      'GET /v1/refData/problemTypes HTTP/1.1\r\nHost: evil.test\r\nX-Forwarded-Host: evil.test\r\nConnection: close\r\n\r\n',
    );
    expect(said).toContain('http://passerelle.test/v1/refData/problemTypes');
    expect(said).not.toContain('evil.test');
  });

  it('includes two lengths, or a length and chunks, and is refused', async () => {
    for (const lengths of [
      ['Content-Length: 4', 'Content-Length: 5'],
      ['Content-Length: 4', 'Transfer-Encoding: chunked'],
      ['Transfer-Encoding: chunked, identity'],
      ['Content-Length: -1'],
    ])
      expect(await raw(request('POST /v1/visits', authorized(), json, ...lengths), '{}{}')).toMatch(/^HTTP\/1.1 400 /);
  });
});
