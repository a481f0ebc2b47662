// domain <- platform <- apps; an app never imports an app; testing is for *.spec.ts; the subscriber, which others install, imports
// none of these. The tags are in each package.json.

const constraints = {
  'type:domain': ['type:domain'],
  'type:platform': ['type:domain', 'type:platform'],
  'type:app': ['type:domain', 'type:platform'],
  'type:stack': ['type:domain', 'type:stack'],
  'type:subscriber': ['type:subscriber'],
  'type:testing': ['type:domain', 'type:platform', 'type:stack', 'type:testing'],
};

const boundaries = (testingToo) => ({
  '@nx/enforce-module-boundaries': [
    'error',
    {
      // testing uses platform and stack, whose specs use testing: a cycle between projects, never between files.
      ignoredCircularDependencies: [
        ['@passerelle/platform', '@passerelle/testing'],
        ['@passerelle/stack', '@passerelle/testing'],
      ],
      depConstraints: Object.entries(constraints).map(([sourceTag, allowed]) => ({
        sourceTag,
        onlyDependOnLibsWithTags: testingToo ? [...allowed, 'type:testing', 'type:stack'] : allowed,
      })),
    },
  ],
});

export const sourceBoundaries = boundaries(false);
export const specBoundaries = boundaries(true);
