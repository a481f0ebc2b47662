import { anOperation } from '@passerelle/testing/description';
import { transitionIn } from './transition.js';

const path = '/v1/offices/{officeId}/transitions';
const acts = ['open', 'close'].map((transition) =>
  anOperation('networks', `POST ${path}`, { id: transition, transition }),
);
const route = { service: 'networks', path, transitions: new Map(acts.map((act) => [act.transition ?? '', act])) };
const named = (body: string) => transitionIn(route, new TextEncoder().encode(body));

it('is the one that the body names', () => {
  expect(named('{"on":"2026-01-01","transition":"close"}')).toEqual({ service: 'networks', operation: acts[1] });
});

it.each([
  '{}',
  '[]',
  'null',
  '"open"',
  '{"transition":"repair"}',
  '{"transition":["open"]}',
  '{"transition":"__proto__"}',
])('is not in %s, and what is known is said', (body) => {
  const issue = { in: 'body', name: 'transition', detail: 'must be one of: open, close' };
  expect(() => named(body)).toThrow(expect.objectContaining({ issues: [expect.objectContaining(issue)] }));
});

it.each(['', '{', '\u00ff'])('is not in %j, which is no JSON', (body) => {
  expect(() => named(body)).toThrow(expect.objectContaining({ issues: [expect.objectContaining({ name: '' })] }));
});
