import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inSpan, SpanKind, startTracing, stopTracing } from './index.js';

it('exports spans under the name of the service', async () => {
  const received: string[] = [];
  const collector = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => received.push(chunk.toString()));
    request.on('end', () => response.end('{}'));
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  const { port } = collector.address() as AddressInfo;
  await startTracing('networks', `http://127.0.0.1:${port}`);
  await inSpan('GET /v1/networks', SpanKind.SERVER, undefined, async () => undefined);
  await stopTracing();
  collector.closeAllConnections();
  await new Promise((resolve) => collector.close(resolve));
  const [{ resource, scopeSpans }] = JSON.parse(received.join('')).resourceSpans;
  expect(resource.attributes).toContainEqual({ key: 'service.name', value: { stringValue: 'networks' } });
  expect(scopeSpans[0].spans[0].name).toBe('GET /v1/networks');
});
