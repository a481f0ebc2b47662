import type { DoorSettings } from '@passerelle/platform/config';

// What every answer says to a browser: do not guess, do not frame, do not fetch. Only the user interface may load
// its own files, and ask the trusted issuers for a token.

const isUserInterface = (url: string): boolean => /^\/docs(\/|\?|$)/.test(url);

const everywhere = { 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' };

/** The headers for an address. */
export function securityHeaders({ ISSUERS }: DoorSettings): (url: string) => Readonly<Record<string, string>> {
  const issuers = ISSUERS.map(({ issuer }) => new URL(issuer).origin);
  const forInterface = { ...everywhere, 'Content-Security-Policy': interfacePolicy(issuers) };
  const forData = { ...everywhere, 'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'" };
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
