// What the definitions over offices in networks have in common. An office has no level and no department: it has the holder of
// its membership, and themes.

export const byHolder = {
  name: 'holderKind',
  from: { of: 'root', field: 'holderKind' },
  codes: 'holderKinds',
  additive: true,
};

export const byRole = { name: 'role', from: { of: 'root', field: 'role' }, codes: 'officeRoles', additive: true };

export const offices = { source: 'networks', root: 'offices', children: [] };

/** In office by the days on which the office was taken and left, never by its status. */
export const inOffice = { kind: 'stock', from: 'tookOfficeOn', to: 'leftOfficeOn', toIncluded: true };
