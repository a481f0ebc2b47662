// domain <- platform <- apps; an app never imports an app; testing is for *.spec.ts. The tags stand in each package.json.

const constraints = {
  'type:domain': ['type:domain'],
  'type:platform': ['type:domain', 'type:platform'],
  'type:app': ['type:domain', 'type:platform'],
  'type:tool': ['type:domain', 'type:tool'],
  'type:testing': ['type:domain', 'type:platform', 'type:tool', 'type:testing'],
};

const boundaries = (testingToo) => ({
  '@nx/enforce-module-boundaries': [
    'error',
    {
      // testing builds on platform and stack, whose specs use testing: a circle between projects, never between files.
      ignoredCircularDependencies: [
        ['@passerelle/platform', '@passerelle/testing'],
        ['@passerelle/stack', '@passerelle/testing'],
      ],
      depConstraints: Object.entries(constraints).map(([sourceTag, allowed]) => ({
        sourceTag,
        onlyDependOnLibsWithTags: testingToo ? [...allowed, 'type:testing', 'type:tool'] : allowed,
      })),
    },
  ],
});

export const sourceBoundaries = boundaries(false);
export const specBoundaries = boundaries(true);
