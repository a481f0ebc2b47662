import type { DoorSettings } from '@passerelle/platform/kernel/config';

// The security headers of every answer: no content sniffing, no framing, no fetching. Only the user interface may load
// its own files, and ask the trusted issuers for a token.

export const isUserInterface = (url: string): boolean => /^\/docs(\/|\?|$)/.test(url);

/** The page that receives the code of the issuer in a popup. */
const isSignInReturn = (url: string): boolean => /^\/docs\/oauth2-redirect\.html(\?|$)/.test(url);

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
  'Permissions-Policy': powers.map((power) => `${power}=()`).join(', '),
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

/** The security headers of an address. */
export function securityHeaders({ ISSUERS, PUBLIC_URL, CORS_ORIGINS }: DoorSettings): (url: string) => Headers {
  const issuers = ISSUERS.map(({ issuer }) => new URL(issuer).origin);
  const own = {
    ...everywhere,
    // CORS covers pages of other origins that may read answers; this header covers pages that only embed them.
    'Cross-Origin-Resource-Policy': CORS_ORIGINS === undefined ? 'same-origin' : 'cross-origin',
    // Set behind a TLS proxy too: this application knows that its address is https.
    ...(PUBLIC_URL.startsWith('https:') ? { 'Strict-Transport-Security': `max-age=${aYear}` } : {}),
  };
  // Signing in opens a popup that shows the issuer, then returns to our redirect page, which passes the code to its
  // opener. A browser cuts the opener off as soon as two successive pages differ in this policy: the interface may open
  // pages without a policy, and the redirect page must be one of those, as the issuer's is.
  const forReturn = { ...own, 'Content-Security-Policy': interfacePolicy(issuers) };
  const forInterface = { 'Cross-Origin-Opener-Policy': 'same-origin-allow-popups', ...forReturn };
  const forData = {
    'Cross-Origin-Opener-Policy': 'same-origin',
    ...own,
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  };
  return (url) => (isSignInReturn(url) ? forReturn : isUserInterface(url) ? forInterface : forData);
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
