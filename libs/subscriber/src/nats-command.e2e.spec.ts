import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './command.js';
import { Installation, many } from './follower.builder.js';
import { aUser } from './nats.builder.js';
import { overNats } from './nats.js';
import { product } from './product.builder.js';

let house: Installation;
beforeEach(async () => (house = await Installation.start()));
afterEach(() => house.stop());

const aStore = () => join(mkdtempSync(join(tmpdir(), 'subscriber-')), 'state.json');

/** Runs a command over NATS, and stops it after so many printed lines. */
async function run(command: string, { store = '', servers = house.nats.url, lines = Infinity, seed = '' } = {}) {
  const stop = new AbortController();
  const printed: string[] = [];
  const args = `${command} --base ${house.gateway.base} --product ${product} --api-key-env KEY`;
  const kept = store === '' ? '' : ` --store ${store}`;
  const code = await runCommand(`${args} --nats ${servers} --nkey-env SEED${kept}`.split(' '), {
    environment: { KEY: 'right', SEED: seed || house.nats.user.seed },
    print: async (line) => void (printed.push(line) >= lines && stop.abort()),
    complain: () => {},
    signal: stop.signal,
  });
  return { code, printed, nats: printed.find((line) => line.includes(' nats ')) };
}

it('follow prints the events that come over NATS, and goes on where it stopped', async () => {
  await house.nats.make();
  await house.add(...many(30));
  const store = aStore();
  const first = await run('follow', { store, lines: 20 });
  const second = await run('follow', { store, lines: 10 });
  const lines = [...first.printed, ...second.printed].map((line): unknown => JSON.parse(line));
  expect([first.code, second.code, lines]).toEqual([0, 0, house.gateway.events]);
});

describe('doctor', () => {
  it('finds nothing wrong, and says what there is', async () => {
    await house.nats.make();
    await house.add(...many(30));
    const store = aStore();
    await run('follow', { store, lines: 30 });
    const { code, nats } = await run('doctor', { store });
    expect([code, nats]).toEqual([
      0,
      'ok    nats         stream PARTY_COOPERATION_BE-VLG, epoch 1, sequences 1 to 30; 0 not acknowledged',
    ]);
  });

  it('checks NATS without a store as well', async () => {
    await house.nats.make();
    const { code, nats } = await run('doctor');
    expect([code, nats]).toEqual([0, expect.stringContaining('epoch 1, empty; 0 not acknowledged')]);
  });

  it('says what the stream no longer has, and that it is being filled again', async () => {
    await house.nats.make();
    await house.add(...many(30));
    const store = aStore();
    await run('follow', { store, lines: 10 });
    await house.nats.forgetBefore(21);
    const late = await run('doctor', { store });
    expect([late.code, late.nats]).toEqual([
      0,
      expect.stringContaining('sequences 21 to 30; 10 not acknowledged; it no longer has 11 to 20, which'),
    ]);
    await house.nats.remove();
    await house.nats.make();
    await house.nats.fill(house.gateway.events.slice(0, 5));
    expect((await run('doctor', { store })).nats).toMatch(/being filled again, up to the position 10$/);
  });

  it('names a new epoch', async () => {
    await house.nats.make();
    await house.add(...many(30));
    const store = aStore();
    await run('follow', { store, lines: 10 });
    await house.nats.remove();
    await house.nats.make({ epoch: 2 });
    const { code, nats } = await run('doctor', { store });
    expect([code, nats]).toEqual([1, expect.stringMatching(/^WRONG nats .*began anew.*remove the stored state/)]);
  });

  it('names a stream, and a consumer, that are not there', async () => {
    expect((await run('doctor')).nats).toMatch(/^WRONG nats +there is no stream PARTY_.*ask the contact/);
    await house.nats.make();
    await house.nats.removeConsumer();
    const { code, nats } = await run('doctor');
    expect([code, nats]).toEqual([1, expect.stringMatching(/^WRONG nats +there is no consumer follower of stream/)]);
  });

  it('names a server that is not there, and credentials that are refused', async () => {
    const absent = await run('doctor', { servers: 'nats://127.0.0.1:1' });
    expect([absent.code, absent.nats]).toEqual([
      1,
      expect.stringMatching(
        /^WRONG nats +NATS: connection refused .*\. Check --nats, the name server and the firewall/,
      ),
    ]);
    const { nats } = await run('doctor', { seed: aUser().seed });
    expect(nats).toMatch(/^WRONG nats +NATS: Authorization Violation\. The seed is wrong, or its user was removed/);
  });

  it('names a connection on which somebody could read along', async () => {
    await house.nats.make();
    const { nats } = await run('doctor', { servers: house.nats.url.replace('127.0.0.1', '0.0.0.0') });
    expect(nats).toMatch(/^WRONG nats +0\.0\.0\.0:\d+ sends the events unencrypted: use tls:\/\/0\.0\.0\.0:\d+\./);
  });
});

const whenPresent = spawnSync('openssl', ['version']).status === 0 ? it : it.skip;

whenPresent('TLS is demanded by tls://, and by certificates of the caller', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'subscriber-tls-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '1'];
  const pair = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-out', cert];
  expect(spawnSync('openssl', ['req', '-x509', ...pair, ...subject]).status).toBe(0);
  const other = await Installation.start(`tls { cert_file: "${cert}", key_file: "${key}" }`);
  other.nats.tls = { ca: readFileSync(cert, 'utf8') };
  await other.nats.make();
  await other.add(...many(3));
  const { seed } = other.nats.user;
  const trusting = other.overNats({ over: overNats({ servers: other.nats.url, seed, tls: other.nats.tls }) });
  expect(await trusting.stopAt(3)).toEqual([1, 2, 3]);
  const strange = other.overNats({ over: overNats({ servers: `tls://127.0.0.1:${other.nats.port}`, seed }) });
  await strange.until('a wait', () => strange.waits.length > 0);
  expect(strange.waits[0]).toMatch(/self-signed certificate/);
  await Promise.all([strange.stop(), other.stop()]);

  await house.nats.make();
  const { nats } = await run('doctor', { servers: `tls://127.0.0.1:${house.nats.port}` });
  expect(nats).toMatch(/^WRONG nats +NATS: .*tls/i);
});
