// What the definitions over practices have in common: what another city does better, and what became of it here.

/** A record that has one level counts for it alone, but what several records name may be named at several levels. */
export const sharedLevel = {
  name: 'level',
  from: { of: 'root', field: 'level' },
  codes: 'territorialLevels',
  additive: false,
};

export const objective = {
  name: 'objective',
  from: { of: 'root', field: 'objective' },
  codes: 'objectives',
  additive: true,
};

export const practices = { source: 'networks', root: 'practices', children: [] };

/** The states of a practice whose adoption was decided and not abandoned since. */
export const inUse = ['adopted', 'implemented', 'evaluated'];
