import { httpClient } from '@passerelle/testing/door';
import { address, from, granted, onTwoDoors, times } from './limits.builder.js';

/**
 * Longer than any test: each test has its own callers. The grant of a new window is tested in `limits.volume.spec.ts`.
 */
const windowSec = 3_600;
const { stage, bases, as } = onTwoDoors(windowSec);

describe('a quota', () => {
  it('is reported exactly with every answer', async () => {
    const ask = from(bases[0] ?? '', '192.0.2.1');
    for (const rest of [19, 18, 17]) {
      const answer = await ask();
      expect(answer.status).toBe(200);
      expect(answer.header('ratelimit-policy')).toBe(`"anonymous";q=20;w=${windowSec}`);
      expect(answer.header('ratelimit')).toMatch(new RegExp(`^"anonymous";r=${rest};t=\\d+$`));
    }
  });

  it('refuses with 429 when it is used up, with Retry-After', async () => {
    const ask = from(bases[0] ?? '', '192.0.2.2');
    const asked = await times(21, () => ask({ headers: { 'accept-language': 'nl' } }));
    expect(granted(asked)).toBe(20);
    const [refused] = asked.filter(({ status }) => status !== 200);
    if (refused === undefined) throw new Error('no call was refused');
    expect(refused).toMatchObject({
      status: 429,
      body: { type: 'urn:problem-type:belgif:tooManyRequests', status: 429, limit: 20 },
    });
    expect(refused.header('content-type')).toBe('application/problem+json');
    expect(refused.header('ratelimit')).toMatch(/^"anonymous";r=0;t=\d+$/);
    expect(Number(refused.header('retry-after'))).toBe(refused.body.retryAfterSec);
    expect(refused.body.detail).toBe(
      `U hebt de limiet van 20 verzoeken bereikt; probeer het opnieuw over ${refused.body.retryAfterSec} s.`,
    );
  });

  it('is one for all instances, however the calls are distributed', async () => {
    const spread = await times(60, (index) => from(bases[index % 2] ?? '', '192.0.2.3')());
    expect(granted(spread)).toBe(20);
    const clients = await times(150, (index) => as(bases[index % 2] ?? '', 'editor')('GET', address));
    expect(granted(clients)).toBe(100);
  });

  it('belongs to one caller: other clients and addresses are served', async () => {
    const [base = ''] = bases;
    const many = await times(120, () => as(base, 'admin')('GET', address));
    expect(granted(many)).toBe(100);
    expect((await as(base, 'partner-flanders')('GET', address)).header('ratelimit')).toContain('"client";r=99;');
    expect((await from(base, '192.0.2.4')()).status).toBe(200);
  });

  it('is not consumed by a 304 answer', async () => {
    const ask = from(bases[0] ?? '', '192.0.2.5');
    const path = '/doc/openapi.json';
    const first = await ask({ path });
    expect(first.header('ratelimit')).toMatch(/^"documents";r=59;/);
    const headers = { 'if-none-match': first.header('etag') };
    const unchanged = await times(40, () => ask({ path, headers }));
    expect(unchanged.every(({ status }) => status === 304)).toBe(true);
    expect((await ask({ path, headers })).header('ratelimit')).toMatch(/^"documents";r=59;/);
    // The same calls without the tag consume it.
    expect((await times(40, () => ask({ path }))).map(({ status }) => status)).toContain(200);
    expect((await ask({ path, headers })).header('ratelimit')).toMatch(/^"documents";r=19;/);
  });

  it('counts health, the user interface and unknown addresses separately', async () => {
    const ask = from(bases[0] ?? '', '192.0.2.6');
    for (const path of ['/health', '/v1/nothing', '/v1/%zz'])
      expect((await ask({ path })).header('ratelimit-policy')).toBe(`"documents";q=60;w=${windowSec}`);
    await times(60, () => ask({ path: '/docs/' }));
    expect((await ask({ path: '/docs/' })).status).toBe(429);
    expect((await ask({ path: '/v1/nothing' })).status).toBe(429);
    expect((await ask()).status).toBe(200);
  });
});

describe('wrong tokens', () => {
  const wrong = (base: string, client: string, path = address) =>
    from(base, client)({ path, headers: { authorization: 'Bearer e30.e30.e30' } });

  it('are limited per address, over all instances, at health too', async () => {
    const [one = '', other = ''] = bases;
    const statuses = [];
    for (const base of [one, other, one, other, one])
      statuses.push((await wrong(base, '192.0.2.7', base === one ? '/health' : address)).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401]);
    const refused = await wrong(other, '192.0.2.7');
    expect([refused.status, refused.header('ratelimit-policy')]).toEqual([429, `"wrongTokens";q=5;w=${windowSec}`]);
    expect((await wrong(one, '192.0.2.7')).status).toBe(429);
    expect((await wrong(one, '192.0.2.8')).status).toBe(401);
  });

  it('do not lock out a known caller at the address', async () => {
    const [base = ''] = bases;
    const known = (token: string | undefined) => ({ token: token ?? '', headers: { 'x-forwarded-for': '192.0.2.9' } });
    const ask = httpClient(base);
    expect((await ask('GET', address, known(stage.issuer.tokens.approver))).status).toBe(200);
    await times(8, () => wrong(base, '192.0.2.9'));
    expect((await ask('GET', address, known(stage.issuer.tokens.approver))).status).toBe(200);
    expect((await wrong(base, '192.0.2.9')).status).toBe(429);
  });
});
