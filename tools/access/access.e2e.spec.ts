import { audience } from '@passerelle/stack/issuer';
import { onOwnDoor } from '@passerelle/testing/door-stage';
import { testIssuer, type TestIssuer } from '@passerelle/testing/door';
import { startApp, type StartedApp } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import { spawn } from 'node:child_process';
import { connect, nkeyAuthenticator, nkeys, type NatsConnection } from '@nats-io/transport-node';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { cooperation } from '../../apps/cooperation/src/cooperation.js';
import { gateway } from '../../apps/gateway/src/gateway.js';

// The command, in a separate process, against a real gateway with a real service behind it.

const stage = onOwnDoor(gateway);
let service: StartedApp;
let theirs: TestIssuer;
let folder: string;

beforeAll(async () => {
  theirs = await testIssuer();
  service = await startApp(cooperation, { broker: stage.nats });
  const as = { token: stage.issuer.tokens.admin ?? '' };
  await until('cooperation is served, and subscribers are', async () => {
    const { services } = (await stage.ask('GET', '/health', as)).body;
    return services.cooperation?.products !== undefined && services.gateway?.products !== undefined;
  });
  folder = mkdtempSync(join(tmpdir(), 'passerelle-access-'));
  const clients = { admin: { id: 'admin', secret: 'secret of admin' } };
  const broker = { pids: { nats: stage.nats.pid }, natsMonitor: stage.nats.monitorUrl };
  const ready = { gateway: stage.base, tokenEndpoint: stage.issuer.tokenEndpoint, clients, ...broker };
  symlinkSync(stage.nats.folder, join(folder, 'nats'));
  writeFileSync(join(folder, 'ready.json'), JSON.stringify(ready));
}, 120_000);

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await service?.close();
  await theirs?.stop();
});

async function access(args: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const env = { PATH: process.env.PATH, PASSERELLE_RUN: folder, ...more };
  const child = spawn(process.execPath, [resolve('tools/access.ts'), ...args], { env });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (said.out += String(chunk)));
  child.stderr.on('data', (chunk) => (said.err += String(chunk)));
  const [code] = await once(child, 'close');
  return { code, ...said };
}
const keyIn = (letter: string) => /psr_[a-z0-9]{12}\.[\w-]{43}/.exec(letter)?.[0] ?? '';
/** 403 or 404 says that the key is known: these tests have no feed. */
const withKey = async (key: string) =>
  (await stage.ask('GET', '/v1/agreements', { headers: { 'x-api-key': key } })).status;

const seedIn = (letter: string) => /SU[A-Z2-7]{56}/.exec(letter)?.[0] ?? '';
const login = (seed: string): Promise<NatsConnection> =>
  connect({
    servers: stage.nats.url,
    authenticator: nkeyAuthenticator(new TextEncoder().encode(seed)),
    reconnect: false,
  });
/** The stream as a user of the account sees it. */
async function streamOf(connection: NatsConnection, stream: string): Promise<unknown> {
  const answer = await connection.request(`$JS.API.STREAM.INFO.${stream}`);
  return answer.json<{ config?: { name: string } }>().config?.name;
}

describe('npm run access', () => {
  it('adds a party at the stack of npm start, lists it and ends it', async () => {
    const added = await access(['add', 'BE-VLG', '--contact', 'data@omgeving.example']);
    expect(added).toMatchObject({ code: 0, err: expect.stringContaining('be-vlg is registered') });
    const key = keyIn(added.out);
    for (const needed of [
      ...['http://passerelle.test', 'party.cooperation.BE-VLG', 'public.cooperation', 'docs/subscribe.md'],
      ...[
        `export PASSERELLE_KEY='${key}'`,
        'curl -s -H "X-Api-Key: $PASSERELLE_KEY" http://passerelle.test/v1/products',
      ],
      'doctor --base http://passerelle.test --product party.cooperation.BE-VLG --api-key-env PASSERELLE_KEY',
    ])
      expect(added.out).toContain(needed);
    expect(added.out).not.toMatch(/BE-WAL|undefined/);
    expect(added.out).toMatch(/valid until \d{4}-\d{2}-\d{2}/);
    expect(await withKey(key)).toBe(403);
    const listed = await access(['list']);
    expect(listed.out).toMatch(/^be-vlg +BE-VLG +API keys +data@omgeving\.example\n +has followed nothing yet\n/);
    expect(listed.out + listed.err).not.toContain(key);
    expect(await access(['end', 'be-vlg'])).toMatchObject({ code: 0, err: '' });
    expect(await withKey(key)).toBe(401);
    expect((await access(['list'])).out).toContain('and 1 that ended');
    expect((await access(['list', '--all'])).out).toMatch(/be-vlg .* ended on/);
    expect(await access(['end', 'be-vlg'])).toMatchObject({ code: 1, err: expect.stringContaining('no subscriber') });
  }, 60_000);

  it('adds a client of an issuer at a gateway elsewhere, whose tokens work at once', async () => {
    const elsewhere = { PASSERELLE_TOKEN: stage.issuer.tokens.admin ?? '', PASSERELLE_RUN: join(folder, 'none') };
    const at = ['--gateway', `${stage.base}/`];
    const theirToken = await theirs.tokenOf('partner-wallonia');
    const known = async () => (await stage.ask('GET', '/v1/agreements', { token: theirToken })).status;
    expect(await known()).toBe(401);
    const client = ['--client', 'spw', '--issuer', theirs.issuer, '--client-id', 'partner-wallonia'];
    const added = await access(['add', 'BE-WAL', ...client, '--audience', audience, ...at], elsewhere);
    expect(added).toMatchObject({ code: 0, err: expect.not.stringContaining('once') });
    for (const needed of [theirs.issuer, audience, 'partner-wallonia', 'Bearer $PASSERELLE_TOKEN', '--token-env'])
      expect(added.out).toContain(needed);
    expect(keyIn(added.out)).toBe('');
    expect(await known()).toBe(200);
    expect((await access(['list', ...at], elsewhere)).out).toMatch(/^spw +BE-WAL +tokens of http:/);
    await access(['end', 'spw', ...at], elsewhere);
    expect(await known()).toBe(401);
  }, 60_000);

  it('adds a reader of public products', async () => {
    const { out } = await access(['add', 'public']);
    expect([out.includes('public.cooperation'), out.includes('party.')]).toEqual([true, false]);
    const again = await access(['add', 'public']);
    expect(again).toMatchObject({ code: 1, out: '', err: expect.stringContaining('is a subscriber already') });
  }, 60_000);

  it('gives a subscriber an account at NATS, another key, and cuts it off when it ends', async () => {
    const added = await access(['add', 'BE-VLG', '--client', 'hub', '--nats']);
    expect(added).toMatchObject({ code: 0, err: expect.stringContaining('hub is registered') });
    expect(added.err).not.toContain('not there yet');
    expect(added.out).toContain(`--api-key-env PASSERELLE_KEY --nats ${stage.nats.url} --nkey-env PASSERELLE_NKEY`);
    expect(added.out).toMatch(/PARTY_COOPERATION_BE-VLG {2}\(party\.cooperation\.BE-VLG\)\n +PUB_COOPERATION/);
    const seed = seedIn(added.out);
    const accounts = readFileSync(join(folder, 'nats/partners/accounts.conf'), 'utf8');
    expect([accounts.includes('"hub"'), accounts.includes(seed)]).toEqual([true, false]);
    const first = await login(seed);
    expect(await streamOf(first, 'PARTY_COOPERATION_BE-VLG')).toBe('PARTY_COOPERATION_BE-VLG');
    const undisturbed = access(['add', 'public', '--client', 'reader', '--nats']);
    const reader = await login(seedIn((await undisturbed).out));
    expect((await access(['list'])).out).toMatch(
      /party\.cooperation\.BE-VLG +at NATS \w+.*, 0 acknowledged, \d+ % full/,
    );

    const renewed = await access(['nats', 'hub']);
    expect(renewed).toMatchObject({ code: 0, err: expect.stringContaining('a new key') });
    await first.closed();
    await expect(login(seed)).rejects.toThrow(/authorization/i);
    const second = await login(seedIn(renewed.out));
    expect(await streamOf(second, 'PARTY_COOPERATION_BE-VLG')).toBe('PARTY_COOPERATION_BE-VLG');

    const since = Date.now();
    const ended = access(['end', 'hub']);
    await second.closed();
    process.stdout.write(`cut off ${Date.now() - since} ms after the command was given\n`);
    expect(await ended).toMatchObject({ code: 0, err: '', out: expect.stringContaining('account at NATS is gone') });
    await expect(login(seedIn(renewed.out))).rejects.toThrow(/authorization/i);
    expect(readFileSync(join(folder, 'nats/partners/accounts.conf'), 'utf8')).not.toContain('"hub"');
    expect(reader.isClosed()).toBe(false);
    expect(await streamOf(reader, 'PUB_COOPERATION')).toBe('PUB_COOPERATION');
    await reader.close();
  }, 120_000);

  it('takes the key that a subscriber made, and writes the accounts for a server elsewhere', async () => {
    const pair = nkeys.createUser();
    const added = await access(['add', 'BE-WAL', '--nats-key', pair.getPublicKey()]);
    expect(added).toMatchObject({ code: 0, out: expect.stringMatching(/key +yours/) });
    expect(seedIn(added.out)).toBe('');
    const theirs = await login(new TextDecoder().decode(pair.getSeed()));
    expect(await streamOf(theirs, 'PARTY_COOPERATION_BE-WAL')).toBe('PARTY_COOPERATION_BE-WAL');
    await theirs.close();
    const elsewhere = { PASSERELLE_TOKEN: stage.issuer.tokens.admin ?? '', PASSERELLE_RUN: join(folder, 'none') };
    const target = join(folder, 'elsewhere');
    mkdirSync(target);
    const wrote = await access(['nats', '--gateway', stage.base, '--nats-folder', target], elsewhere);
    expect(wrote).toMatchObject({ code: 0, out: '', err: expect.stringMatching(/be-wal.*reload, twice/s) });
    for (const name of ['accounts.conf', 'shared.conf'])
      expect(readFileSync(join(target, 'partners', name), 'utf8')).toBe(
        readFileSync(join(folder, 'nats/partners', name), 'utf8'),
      );
  }, 120_000);

  it('says what to do when something is wrong', async () => {
    const token = (value: string) => ({ PASSERELLE_TOKEN: value });
    const admin = token(stage.issuer.tokens.admin ?? '');
    const at = ['--gateway', stage.base];
    const wrong: [string, string[], Record<string, string>, number, RegExp][] = [
      ['nothing', [], {}, 2, /^usage: npm run access/],
      ['an unknown command', ['remove', 'a'], {}, 2, /^usage/],
      ['an unknown option', ['list', '--key', 'a'], {}, 2, /--key[^]*usage/],
      ['no party', ['add'], {}, 2, /^usage/],
      ['an unknown party', ['add', 'BE-XYZ'], {}, 2, /no party: one of BE-BRU, BE-VLG/],
      ['no stack', ['list'], { PASSERELLE_RUN: join(folder, 'none') }, 1, /npm start[^]*--gateway/],
      ['no token', ['list', ...at], {}, 2, /PASSERELLE_TOKEN is not set/],
      ['a wrong token', ['list', ...at], token('wrong'), 1, /token is refused/],
      ['no administrator', ['list', ...at], token(stage.issuer.tokens.editor ?? ''), 1, /role and the scope `admin`/],
      ['no address', ['list', '--gateway', 'passerelle'], admin, 2, /is no address/],
      ['nobody there', ['list', '--gateway', 'http://127.0.0.1:1'], admin, 1, /no answer from http:\/\/127\.0\.0\.1:1/],
      ['another server', ['list', '--gateway', stage.issuer.issuer], admin, 1, /is no gateway with subscribers/],
      ['the home party', ['add', 'BE-BRU', ...at], admin, 1, /--party must be another party than BE-BRU/],
      ['no key of NATS', ['add', 'BE-WAL', '--nats-key', 'mine'], {}, 1, /--nats-key must be the public key/],
      ['no folder of NATS', ['add', 'BE-WAL', '--nats', ...at], admin, 2, /--nats-folder is missing/],
      ['an absent folder', ['nats', ...at, '--nats-folder', join(folder, 'absent')], admin, 1, /is not there/],
      ['no such subscriber', ['nats', 'stranger'], {}, 1, /stranger is no subscriber/],
      ['no mailbox', ['add', 'BE-WAL', '--contact', 'ann', ...at], admin, 1, /--contact must be/],
      [
        'an issuer without https',
        ['add', 'BE-WAL', '--issuer', 'http://a.be', ...at],
        admin,
        1,
        /--issuer must be https/,
      ],
      ['no issuer', ['add', 'BE-WAL', '--client-id', 'a', ...at], admin, 1, /--client-id must not be given without/],
    ];
    for (const [name, args, env, code, words] of wrong)
      expect([name, await access(args, env)]).toEqual([name, { code, out: '', err: expect.stringMatching(words) }]);
  }, 120_000);
});
