// Rules for size, syntax and types of a file.

const lines = (max) => ['error', { max, skipBlankLines: false, skipComments: false }];

export const language = {
  'max-lines': lines(300),
  'max-lines-per-function': lines(50),
  'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'] }],
  'prefer-const': 'error',
  eqeqeq: 'error',
};

export const types = {
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-non-null-assertion': 'error',
  '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
  '@typescript-eslint/ban-ts-comment': 'error',
  // The two rules that need type information, which takes seconds: a forgotten await is a lost write.
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
};

/** Specs may be long, access private members and write to the console. */
export const specLanguage = {
  'max-lines': lines(400),
  'max-lines-per-function': 'off',
  'no-console': 'off',
  '@typescript-eslint/consistent-type-assertions': 'off',
};
