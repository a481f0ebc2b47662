import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { codingFor, compressed } from './compression.js';

it.each([
  [undefined, undefined],
  ['', undefined],
  ['identity', undefined],
  ['deflate', undefined],
  ['gzip', 'gzip'],
  ['br', 'br'],
  ['gzip, deflate, br', 'br'],
  ['br;q=0.5, gzip;q=0.8', 'gzip'],
  ['gzip;q=0, br;q=0', undefined],
  ['*', 'br'],
  ['br;q=0, *', 'gzip'],
  ['GZIP', 'gzip'],
  ['gzip;q=nonsense', undefined],
])('chooses for "%s": %s', (accepted, coding) => expect(codingFor(accepted)).toBe(coding));

const text = JSON.stringify({ items: Array(200).fill('the same words again') });
const reply = (headers: Record<string, string>, words = text) => ({
  status: 200,
  body: new TextEncoder().encode(words),
  headers: { 'Content-Type': 'application/json', ...headers },
});

it('compresses long answers, without loss', async () => {
  const br = await compressed(reply({ ETag: 'W/"1"' }), 'br');
  const gz = await compressed(reply({}), 'gzip');
  expect([br.headers['Content-Encoding'], gz.headers['Content-Encoding']]).toEqual(['br', 'gzip']);
  expect(brotliDecompressSync(br.body).toString()).toBe(text);
  expect(gunzipSync(gz.body).toString()).toBe(text);
  expect(br.body.length).toBeLessThan(text.length / 10);
});

it('leaves short and binary answers alone, and those with a strong ETag', async () => {
  const untouched = [reply({}, '{}'), reply({ 'Content-Type': 'image/png' }), reply({ ETag: '"7"' })];
  for (const one of untouched) expect(await compressed(one, 'br')).toBe(one);
});
