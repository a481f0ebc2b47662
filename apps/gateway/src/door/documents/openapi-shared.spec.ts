import { placed, sharedAmong, type Part } from './openapi-shared.js';

const part = (name: string, description: string): Part => ({ name, written: { description } });
const [after, otherAfter, status, unnamed] = [
  part('query.after', 'The cursor'),
  part('query.after', 'After that day'),
  part('query.status', 'Selects'),
  { written: { description: 'Once' } },
];

it('are the parts that at least two operations have', () => {
  expect(sharedAmong([after, after, status, unnamed, unnamed])).toEqual({
    'query.after': { description: 'The cursor' },
  });
});

it('share a name only where more than half mean the same by it', () => {
  expect(sharedAmong([after, otherAfter, after])).toEqual({ 'query.after': { description: 'The cursor' } });
  expect(sharedAmong([after, otherAfter, after, otherAfter])).toEqual({});
});

it('are referred to, and others with their name are written where they are', () => {
  const shared = sharedAmong([after, otherAfter, after]);
  expect(placed(after, 'parameters', shared)).toEqual({ $ref: '#/components/parameters/query.after' });
  expect(placed(otherAfter, 'parameters', shared)).toEqual({ description: 'After that day' });
  expect(placed(unnamed, 'responses', shared)).toEqual({ description: 'Once' });
});
