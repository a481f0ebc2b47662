import { Issuer } from '../../kernel/config/index.js';
import { callerOf } from './caller.js';

const home = 'BE-BRU';
const entry = { issuer: 'https://login.test', audience: 'api', parties: ['BE-BRU', 'BE-VLG'] };
const claims = { sub: 'dupont', client_id: 'desk', party: 'BE-BRU', roles: ['editor'], scope: 'projects:read admin' };
const plain = { subject: 'dupont', client: 'desk', party: 'BE-BRU', roles: ['editor'] };

const caller = (changes: object, settings: object = {}, names: string[] = []) =>
  callerOf({ ...claims, ...changes }, Issuer.parse({ ...entry, ...settings }), home, names);

it('reads a caller from the claims of RFC 9068', () => {
  expect(caller({})).toEqual({ ...plain, scopes: ['projects:read', 'admin'] });
  expect(caller({ client_id: undefined, azp: 'kiosk' })).toMatchObject({ client: 'kiosk' });
  expect(caller({ client_id: undefined })).toMatchObject({ client: 'dupont' });
});

it('takes scopes as a text or as a list', () => {
  expect(caller({ scope: ['projects:read', 'projects:write'] })?.scopes).toEqual(['projects:read', 'projects:write']);
  expect(caller({ scope: '  projects:read   projects:read ' })?.scopes).toEqual(['projects:read']);
  expect(caller({ scope: undefined })?.scopes).toEqual([]);
});

it('reads a Keycloak realm by its mapping', () => {
  const settings = {
    party: 'BE-BRU',
    claims: { roles: ['realm_access.roles', 'resource_access.passerelle.roles'] },
    roles: { 'pssr-editor': 'editor', 'pssr-reviewer': 'approver' },
  };
  const given = {
    roles: undefined,
    realm_access: { roles: ['pssr-editor', 'admin', 'offline_access'] },
    resource_access: { passerelle: { roles: ['pssr-reviewer'] }, account: { roles: ['manage-account'] } },
  };
  expect(caller(given, settings)?.roles).toEqual(['editor', 'approver']);
});

it('reads an Entra tenant by its mapping: permissions of an application are among its roles', () => {
  const settings = {
    party: 'BE-BRU',
    claims: { scopes: ['scp', 'roles'], client: 'azp', id: 'uti' },
    scopes: { 'Projects.Read': 'projects:read', 'Projects.Write': 'projects:write' },
  };
  const given = { client_id: undefined, scope: undefined, azp: 'app-1' };
  expect(caller({ ...given, scp: 'Projects.Read', roles: ['editor'] }, settings)).toEqual({
    ...plain,
    client: 'app-1',
    scopes: ['projects:read'],
  });
  expect(caller({ ...given, roles: ['Projects.Write', 'editor'] }, settings)?.scopes).toEqual(['projects:write']);
});

it('finds a claim whose name contains dots, and no inherited property', () => {
  const named = { claims: { roles: 'https://region.test/roles' } };
  expect(caller({ 'https://region.test/roles': ['approver'] }, named)?.roles).toEqual(['approver']);
  for (const path of ['constructor.name', '__proto__', 'toString'])
    expect([path, caller({ roles: [] }, { claims: { roles: path } })?.roles]).toEqual([path, []]);
});

it('drops unknown roles and scopes', () => {
  expect(caller({ roles: ['root', 'editor', 'ADMIN'] })?.roles).toEqual(['editor']);
  expect(caller({ scope: 'openid projects:read projects:own *:read admin:all' })?.scopes).toEqual(['projects:read']);
  expect(caller({ party: 'FR-75' })?.party).toBeUndefined();
  expect(caller({ roles: ['toString', 'editor'] }, { roles: { mine: 'editor' } })?.roles).toEqual([]);
});

it.each([
  ['a party', { party: 7 }],
  ['a party in a list', { party: ['BE-BRU'] }],
  ['roles', { roles: { editor: true } }],
  ['a role', { roles: ['editor', 7] }],
  ['scopes', { scope: 7 }],
  ['a scope', { scope: [{}] }],
  ['a subject', { sub: 7 }],
  ['an empty subject', { sub: '' }],
  ['no subject', { sub: undefined }],
  ['an endless subject', { sub: 'x'.repeat(201) }],
  ['a client', { client_id: ['desk'] }],
])('finds no caller when %s has another type', (_, changes) => expect(caller(changes)).toBeUndefined());

describe('an issuer', () => {
  const flemish = { parties: ['BE-VLG'], name: 'vlaanderen' };
  const everything = { roles: ['partner', 'admin', 'editor', 'approver', 'auditor'] };
  const allScopes = {
    scope: 'admin audit:read people:read people:write cooperation:read cooperation:write cooperation:approve',
  };

  it('may act only for the parties of its entry', () => {
    expect(caller({ party: 'BE-VLG' }, flemish)?.party).toBe('BE-VLG');
    for (const party of ['BE-BRU', 'BE-WAL']) expect(caller({ party }, flemish)).toBeUndefined();
    expect(caller({ party: 'BE-VLG' }, { parties: [] })).toBeUndefined();
  });

  it('with a fixed party ignores the claim', () => {
    expect(caller({ party: 'BE-BRU' }, { parties: [], party: 'BE-VLG' })?.party).toBe('BE-VLG');
  });

  it('of another region yields partners: no staff roles and no staff scopes', () => {
    const { roles, scopes } = caller({ party: 'BE-VLG', ...everything, ...allScopes }, flemish) ?? {};
    const own = ['cooperation:read', 'cooperation:write', 'cooperation:approve'];
    expect({ roles, scopes }).toEqual({ roles: ['partner'], scopes: own });
    expect(caller({ ...everything, ...allScopes })?.scopes).toHaveLength(7);
  });

  it('yields readers when callers have no party', () => {
    const { roles, scopes } = caller({ party: undefined, ...everything, ...allScopes }, flemish) ?? {};
    expect({ roles, scopes }).toEqual({ roles: [], scopes: ['cooperation:read'] });
  });

  it('has its own dupont, and cannot impersonate that of another issuer', () => {
    expect(caller({ party: 'BE-VLG' }, flemish, ['vlaanderen'])).toMatchObject({
      subject: 'vlaanderen:dupont',
      client: 'vlaanderen:desk',
    });
    for (const taken of ['vlaanderen:dupont', 'apiKey:kiosk', 'registeredProgram:kiosk', 'anonymous']) {
      expect(caller({ sub: taken }, {}, ['vlaanderen'])).toBeUndefined();
      expect(caller({ client_id: taken }, {}, ['vlaanderen'])).toBeUndefined();
    }
    expect(caller({ sub: 'auth0:dupont' }, {}, ['vlaanderen'])?.subject).toBe('auth0:dupont');
  });
});
