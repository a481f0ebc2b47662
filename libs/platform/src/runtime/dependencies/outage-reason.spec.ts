import type { ServiceSettings } from '../../kernel/config/index.js';
import { outageReason } from './outage-reason.js';

const settings = {
  DATABASE_URL: 'postgres://app:s3cret%2Fone@db.test/networks',
  NATS_URL: 'nats://token-four@a.test:4222,nats://user:s3cret-three@b.test:4222',
  NATS_PASSWORD: 's3cret-two',
} as ServiceSettings;
const asked = { thing: 'PostgreSQL at db.test:5432', user: 'app', database: 'networks' };
const coded = (code: string, message = code): Error => Object.assign(new Error(message), { code });
const why = (error: unknown): string => outageReason(error, asked, settings);

it.each<[string, unknown, string]>([
  [
    'nothing that listens',
    coded('ECONNREFUSED'),
    'PostgreSQL at db.test:5432 refuses the connection: nothing listens there',
  ],
  ['a cause behind the error', new Error('no', { cause: coded('ECONNREFUSED') }), 'refuses the connection'],
  ['a host without an address', coded('ENOTFOUND'), 'the host of PostgreSQL at db.test:5432 is not known'],
  ['a wrong password', coded('28P01'), 'refuses the user app or the password'],
  ['a wrong NATS password', new Error("'Authorization Violation'"), 'refuses the user app or the password'],
  ['a database that does not exist', coded('3D000'), 'has no database networks'],
  ['a certificate of an unknown authority', coded('SELF_SIGNED_CERT_IN_CHAIN'), 'is not trusted'],
  ['an expired certificate', coded('CERT_HAS_EXPIRED'), 'is not valid today'],
  ['an exhausted pool', new Error('timeout exceeded when trying to connect'), 'all connections to PostgreSQL'],
  ['no answer', new Error('Connection terminated due to connection timeout'), 'gives no answer in time'],
  ['a server without TLS', new Error('The server does not support SSL connections'), 'offers no TLS'],
  ['an unknown error, in its own words', coded('28000', 'no pg_hba.conf entry for host'), ': no pg_hba.conf entry'],
])('names %s', (_, error, sentence) => {
  expect(why(error)).toContain(sentence);
});

it('contains no secret, in any encoding', () => {
  const said = why(new Error('s3cret/one s3cret%2Fone s3cret-two s3cret-three token-four of app'));
  expect(said).toBe('PostgreSQL at db.test:5432: … … … … … of app');
});
