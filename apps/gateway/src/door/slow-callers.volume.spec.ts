import { httpClient, type HttpClient } from '@passerelle/testing/door';
import { onOwnDoor } from '@passerelle/testing/door-stage';
import { pause, until } from '@passerelle/testing/until';
import { visits } from '@passerelle/testing/visits';
import { connect, type Socket } from 'node:net';
import { gateway } from '../gateway.js';

const stage = onOwnDoor(gateway, { service: visits });

let ask: HttpClient;

beforeAll(async () => {
  ask = httpClient(stage.base, stage.issuer.tokens.editor);
  await until('the gateway serves the service', async () => (await ask('GET', '/v1/visits')).status === 200);
});

interface Wire {
  readonly socket: Socket;
  readonly said: () => string;
  /** Milliseconds from opening to closing. */
  readonly ended: Promise<number>;
}

function wire(...parts: string[]): Wire {
  const started = performance.now();
  const socket = connect(Number(new URL(stage.base).port), '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString('latin1')));
  socket.on('error', () => undefined);
  for (const part of parts) socket.write(part);
  const ended = new Promise<number>((resolve) => socket.on('close', () => resolve(performance.now() - started)));
  return { socket, said: () => text, ended };
}

const json = 'Content-Type: application/json';

describe('a slow caller', () => {
  const drops = (wired: Wire, drop: string) => {
    const timer = setInterval(() => wired.socket.write(drop), 500);
    return wired.ended.finally(() => clearInterval(timer));
  };

  it('is disconnected within 15 s, whether it sends or reads slowly, while others are served', async () => {
    const headers = drops(wire('GET /v1/visits HTTP/1.1\r\nHost: door\r\n'), 'X-Drop: 1\r\n');
    const body = drops(
      wire(`POST /v1/visits HTTP/1.1\r\nHost: door\r\n${json}\r\nContent-Length: 100000\r\n\r\n{`),
      ' ',
    );
    const silent = wire(`POST /v1/visits HTTP/1.1\r\nHost: door\r\n${json}\r\nContent-Length: 100000\r\n\r\n`).ended;
    const reader = wire('GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: door\r\n\r\n'.repeat(20));
    reader.socket.pause();
    // It reads a little at a time, and in the end all the rest: a server that waits would send everything.
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
    // They were disconnected for slowness, not for another reason.
    for (const time of times) expect(time).toBeGreaterThan(8_000);
    expect(Math.max(...served)).toBeLessThan(1_000);
  });
});
