import { bodyOf } from './body.js';

const bytes = new TextEncoder().encode('{}');
const sent = (method: 'GET' | 'POST' | 'PATCH', headers: Record<string, string>, body = bytes) =>
  bodyOf({ method, path: '/', query: '', header: (name) => headers[name], body, address: '' }, method);

it.each([
  'application/json',
  'Application/JSON',
  'application/json; charset=UTF-8',
  'application/json;charset="utf-8"',
])('takes %s', (type) => expect(sent('POST', { 'content-type': type })).toBe(bytes));

it('accepts a merge patch for PATCH only', () => {
  expect(sent('PATCH', { 'content-type': 'application/merge-patch+json' })).toBe(bytes);
  expect(() => sent('POST', { 'content-type': 'application/merge-patch+json' })).toThrow('unsupportedMediaType');
});

it.each<Record<string, string>>([
  {},
  { 'content-type': 'text/plain' },
  { 'content-type': 'application/jsonp' },
  { 'content-type': 'application/json; charset=latin1' },
  { 'content-type': 'application/json', 'content-encoding': 'gzip' },
])('refuses %j', (headers) => expect(() => sent('POST', headers)).toThrow('unsupportedMediaType'));

it('accepts an absent body: the service reports what is missing', () => {
  expect(sent('POST', {}, new Uint8Array())).toHaveLength(0);
});

it('forwards no body with a GET', () => expect(sent('GET', { 'content-type': 'text/plain' })).toHaveLength(0));
