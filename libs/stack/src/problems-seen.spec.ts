import { compare, documented } from './problems-seen.ts';

const page = `
## Operations (1)

| operation | does |
| --- | --- |
| GET /v1/x | Read |

## Problems (2)

| code | status | title |
| --- | --- | --- |
| badRequest | 400 | Bad Request |
| noMandate | 409 | No Mandate |
`;

it('reads the problem codes from the catalogue', () => {
  expect(documented(page)).toEqual(['badRequest', 'noMandate']);
});

it('reports problems that no test met, and undocumented ones', () => {
  const types = ['urn:problem-type:belgif:badRequest', 'urn:problem-type:passerelle:surprise'];
  expect(compare(documented(page), types)).toEqual([
    'no test met the problem noMandate',
    'a test met the problem surprise, which docs/api/README.md does not contain',
  ]);
  expect(compare(['badRequest'], types.slice(0, 1))).toEqual([]);
});
