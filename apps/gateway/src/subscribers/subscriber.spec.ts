import { Issuer } from '@passerelle/platform/kernel/config';
import { Refusal } from '@passerelle/platform/kernel/problems';
import { SubscriberRecord } from './subscriber.entity.js';
import { NewSubscriber, SubscriberChange } from './subscriber.schema.js';

const configured = 'https://login.brussels.example';
const here = {
  HOME_PARTY: 'BE-BRU',
  PUBLIC_URL: 'https://passerelle.example',
  ISSUERS: [Issuer.parse({ issuer: configured, audience: 'api' })],
};
const issuer = 'https://login.vlaanderen.example';
const terms = { client: 'planning-flanders', party: 'BE-VLG', description: 'The planning register' };

const register = (changes: object = {}) =>
  SubscriberRecord.register('01890a5d', NewSubscriber.parse({ ...terms, ...changes }), '2026-12-01', here);
const registered = (changes: object = {}) => Object.assign(register(changes), { endedOn: null });
const change = (record: SubscriberRecord, patch: object) => {
  record.change(SubscriberChange.parse(patch), here);
  const { party, issuer: own, clientId, audience } = record;
  return [party, own, clientId, audience].map((each) => each ?? null);
};
const faultOf = (work: () => unknown): unknown => {
  try {
    work();
    return 'accepted';
  } catch (error) {
    return error instanceof Refusal ? (error.issues[0]?.name ?? error.kind.code) : error;
  }
};

it('uses keys without an issuer, and else tokens for this installation in the name of its client', () => {
  expect(register()).not.toHaveProperty('clientId');
  expect(register({ issuer })).toMatchObject({ clientId: 'planning-flanders', audience: 'https://passerelle.example' });
  expect(register({ issuer, clientId: 'desk', audience: 'api' })).toMatchObject({ clientId: 'desk', audience: 'api' });
});

it('has another party than this installation, and an issuer that is not configured', () => {
  expect(faultOf(() => register({ party: 'BE-BRU' }))).toBe('party');
  expect(faultOf(() => register({ issuer: configured }))).toBe('issuer');
  expect(faultOf(() => register({ clientId: 'desk' }))).toBe('clientId');
  expect(faultOf(() => register({ audience: 'api' }))).toBe('audience');
  expect(faultOf(() => change(registered(), { party: 'BE-BRU' }))).toBe('party');
  expect(faultOf(() => change(registered(), { issuer: configured }))).toBe('issuer');
});

it('changes between keys and tokens', () => {
  const record = registered();
  const ours = 'https://passerelle.example';
  expect(change(record, { issuer })).toEqual(['BE-VLG', issuer, 'planning-flanders', ours]);
  expect(change(record, { clientId: 'desk', party: null })).toEqual([null, issuer, 'desk', ours]);
  expect(change(record, { clientId: null })).toEqual([null, issuer, 'planning-flanders', ours]);
  expect(faultOf(() => change(record, { issuer: null, audience: 'api' }))).toBe('audience');
  expect(change(registered({ issuer }), { issuer: null })).toEqual(['BE-VLG', null, null, null]);
});

it('is ended once, and not changed afterwards', () => {
  const record = registered();
  expect([record.end('2026-12-02'), record.endedOn, record.end('2026-12-03'), record.endedOn]).toEqual([
    ...[true, '2026-12-02', false, '2026-12-02'],
  ]);
  expect(faultOf(() => record.change({ description: 'Another purpose' }, here))).toBe('recordClosed');
});

it.each(['https://login.example', 'https://login.example/realms/a', 'http://127.0.0.1:4000', 'http://localhost'])(
  'may have the issuer %s',
  (address) => expect(NewSubscriber.safeParse({ ...terms, issuer: address }).success).toBe(true),
);

it.each([
  ...['http://login.example', 'ftp://login.example', 'https://', 'https://a@login.example', 'https://login.example#a'],
  ...[
    'http://127.0.0.1.example',
    'http://169.254.169.254/latest',
    'javascript:alert(1)',
    `https://${'a'.repeat(300)}.be`,
  ],
])('may not have the issuer %.40s', (address) =>
  expect(NewSubscriber.safeParse({ ...terms, issuer: address }).success).toBe(false),
);
