import { Instant } from './instant.js';

const accepts = (text: string) => Instant.safeParse(text).success;

describe('an instant', () => {
  it.each(['2026-03-01T09:30:00Z', '2026-03-01T09:30:00.123456+01:00', '2024-02-29T23:59:59-11:00'])(
    'accepts %s',
    (text) => expect(accepts(text)).toBe(true),
  );

  it.each([
    '2026-02-30T00:00:00Z',
    '2026-03-01T09:30:00',
    '2026-03-01',
    '0000-01-01T00:00:00Z',
    '2026-03-01T09:30:00+23:00',
  ])('refuses %s', (text) => expect(accepts(text)).toBe(false));
});
