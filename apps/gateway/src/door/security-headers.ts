import type { DoorSettings } from '@passerelle/platform/config';

// What every answer says to a browser: do not guess, do not frame, do not fetch. Only the user interface may load
// its own files, and ask the trusted issuers for a token.

export const isUserInterface = (url: string): boolean => /^\/docs(\/|\?|$)/.test(url);

const powers = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'microphone',
  'payment',
  'usb',
];
const aYear = 31_536_000;

type Headers = Readonly<Record<string, string>>;

const everywhere: Headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': powers.map((power) => `${power}=()`).join(', '),
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

/** The headers for an address. */
export function securityHeaders({ ISSUERS, PUBLIC_URL, CORS_ORIGINS }: DoorSettings): (url: string) => Headers {
  const issuers = ISSUERS.map(({ issuer }) => new URL(issuer).origin);
  const own = {
    ...everywhere,
    // Pages of other origins that may read us are told so by CORS; this one is about pages that only embed.
    'Cross-Origin-Resource-Policy': CORS_ORIGINS === undefined ? 'same-origin' : 'cross-origin',
    // Behind a proxy that ends TLS it is still we who know that nobody should come without.
    ...(PUBLIC_URL.startsWith('https:') ? { 'Strict-Transport-Security': `max-age=${aYear}` } : {}),
  };
  const forInterface = { ...own, 'Content-Security-Policy': interfacePolicy(issuers) };
  const forData = { ...own, 'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'" };
  return (url) => (isUserInterface(url) ? forInterface : forData);
}

const interfacePolicy = (issuers: readonly string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    `connect-src 'self' ${issuers.join(' ')}`,
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
