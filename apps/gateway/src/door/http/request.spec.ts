import { matches, prefersHtml, refuseUnreadable } from './request.js';

it.each([
  ['"7"', true],
  ['W/"7"', true],
  ['"6", "7"', true],
  ['*', true],
  ['"6"', false],
  ['7', false],
  ['', false],
  [undefined, false],
])('decides whether %s names the version "7"', (header, known) => expect(matches(header, '"7"')).toBe(known));

it('matches nothing without a version', () => expect(matches('*', undefined)).toBe(false));

it.each([
  ['text/html,application/xhtml+xml,*/*;q=0.8', true],
  ['application/json;q=0.5, text/html', true],
  ['*/*', false],
  ['application/json, text/html;q=0.9', false],
  ['text/html;q=0', false],
  ['text/html;q=0, text/*', false],
  ['text/*, application/json;q=0.5', true],
  ['application/problem+json, text/html;q=0.2', false],
  [undefined, false],
])('reads Accept: %s', (accept, html) => expect(prefersHtml(accept)).toBe(html));

const unreadable = (accept: string | undefined, mediaType?: string) => {
  const header = (name: string) => (name === 'accept' ? accept : undefined);
  return () => refuseUnreadable({ header }, mediaType);
};

it.each([
  [undefined],
  [''],
  ['*/*'],
  ['application/json'],
  ['text/csv, application/*;q=0.1'],
  ['application/problem+json'],
  ['text/html,application/xhtml+xml,*/*;q=0.8'],
])('answers in JSON to Accept: %s', (accept) => expect(unreadable(accept)).not.toThrow());

it.each([['text/csv'], ['application/json;q=0, application/problem+json;q=0'], ['*/*;q=0'], ['nonsense']])(
  'refuses Accept: %s',
  (accept) => expect(unreadable(accept)).toThrow('notAcceptable {"offered":"application/json"}'),
);

it('knows other formats than JSON', () => {
  expect(unreadable('text/calendar', 'text/calendar')).not.toThrow();
  expect(unreadable('text/*', 'text/calendar')).not.toThrow();
  expect(unreadable('application/json', 'text/calendar')).toThrow('notAcceptable {"offered":"text/calendar"}');
});
