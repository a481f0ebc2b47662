import { Refusal } from '@passerelle/platform/kernel/problems';
import { ApiKeyRecord } from './api-key.entity.js';
import { NewApiKey } from './api-key.schema.js';
import { isKey, newKey, prefixOf } from './secret.js';

const today = '2026-11-24';
const terms = { client: 'kiosk', description: 'The screen in the hall', scopes: ['projects:read'], expiresOn: today };

const issue = (changes: object = {}, active = 0) =>
  ApiKeyRecord.issue('01890a5d-ac96-774b-bcce-b302099a8057', newKey(), NewApiKey.parse({ ...terms, ...changes }), {
    active,
    today,
  });

const refusal = (work: () => unknown): string => {
  try {
    work();
    return 'accepted';
  } catch (error) {
    return error instanceof Refusal ? error.kind.code : String(error);
  }
};

describe('a key', () => {
  it('is valid from today to a year ahead', () => {
    for (const expiresOn of [today, '2027-11-24', '2027-11-25']) expect(issue({ expiresOn }).expiresOn).toBe(expiresOn);
    for (const expiresOn of ['2026-11-23', '2027-11-26', '2199-12-31'])
      expect([expiresOn, refusal(() => issue({ expiresOn }))]).toEqual([expiresOn, 'badRequest']);
  });

  it('is valid for 90 days by default', () => expect(issue({ expiresOn: undefined }).expiresOn).toBe('2027-02-22'));

  it('may have one other active key, its replacement', () => {
    expect([0, 1, 2, 3].map((active) => refusal(() => issue({}, active)))).toEqual([
      ...['accepted', 'accepted', 'tooManyActiveKeys', 'tooManyActiveKeys'],
    ]);
  });

  it('is revoked once', () => {
    const key = Object.assign(issue(), { revokedOn: null });
    expect([key.revoke(today), key.revokedOn, key.revoke('2026-11-25'), key.revokedOn]).toEqual([
      true,
      today,
      false,
      today,
    ]);
  });

  it.each([
    ...[
      'projects:write',
      'projects:approve',
      'admin',
      'audit:read',
      'people:read',
      'openid',
      '*:read',
      'projects:read ',
      ':read',
    ],
    'projects:read admin',
  ])('never grants the scope %s', (scope) =>
    expect(NewApiKey.safeParse({ ...terms, scopes: [scope] }).success).toBe(false),
  );

  it('needs a program and at least one scope', () => {
    const parses = (changes: object) => NewApiKey.safeParse({ ...terms, ...changes }).success;
    expect([parses({}), parses({ party: 'BE-VLG' }), parses({ scopes: ['projects:read', 'indicators:read'] })]).toEqual(
      [...[true, true, true]],
    );
    for (const wrong of [
      ...[{ client: 'Kiosk' }, { client: 'a:b' }, { scopes: [] }, { party: 'BE' }, { key: 'mine' }, { hash: 'x' }],
      { scopes: ['projects:read', 'projects:read'] },
    ])
      expect([wrong, parses(wrong)]).toEqual([wrong, false]);
  });
});

describe('the secret', () => {
  it('is 256 bits that never repeat, after a prefix that is not secret', () => {
    const made = Array.from({ length: 1_000 }, newKey);
    expect(new Set(made.map(({ prefix }) => prefix)).size).toBe(1_000);
    for (const { key, prefix, hash } of made) {
      expect(key).toMatch(/^psr_[a-z0-9]{12}\.[\w-]{43}$/);
      expect([prefixOf(key), isKey(key, hash)]).toEqual([prefix, true]);
      expect(Buffer.from(key.split('.')[1] ?? '', 'base64url')).toHaveLength(32);
      expect(hash).not.toContain(key.split('.')[1] ?? '');
    }
  });

  it('opens only its own key', () => {
    const [one, other] = [newKey(), newKey()];
    expect([isKey(one.key, other.hash), isKey(one.key, undefined), isKey('', undefined), isKey('', one.hash)]).toEqual([
      ...[false, false, false, false],
    ]);
    expect(isKey(`${one.prefix}.${other.key.split('.')[1]}`, one.hash)).toBe(false);
  });

  it.each([
    '',
    'psr_',
    'psr_aaaaaaaaaaaa',
    'psr_aaaaaaaaaaaa.',
    `psr_AAAAAAAAAAAA.${'a'.repeat(43)}`,
    'x'.repeat(10_000),
  ])('is not %.20s', (text) => expect(prefixOf(text)).toBeUndefined());
});
