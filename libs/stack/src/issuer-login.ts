/** The sign-in page, on which a developer chooses a user. No passwords: the issuer listens on the loopback address only. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';

export interface User {
  id: string;
  party: string;
  roles: string[];
}

const path = /^\/interaction\/[\w-]{1,64}$/;
const mostBytes = 1_000;

export const isLogin = (request: IncomingMessage): boolean => path.test(request.url ?? '');

/** Shows the page, or accepts its form. A browser without a pending sign-in, or after its expiry, gets an explanation. */
export async function login(
  provider: Provider,
  users: readonly User[],
  redirects: readonly string[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const language = languageOf(request.headers['accept-language']);
  const asked = await provider.interactionDetails(request, response).catch(() => undefined);
  if (asked === undefined)
    return send(response, 400, language, page(language, `<p>${texts[language].late}</p>`), redirects);
  if (request.method !== 'POST')
    return send(response, 200, language, page(language, choice(language, users)), redirects);
  const chosen = new URLSearchParams(await bodyOf(request)).get('user');
  const user = users.find(({ id }) => id === chosen);
  const refused = { error: 'access_denied', error_description: 'no user signed in' };
  await provider.interactionFinished(
    request,
    response,
    user === undefined ? refused : { login: { accountId: user.id } },
  );
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) if (text.length < mostBytes) text += String(chunk);
  return text;
}

function send(
  response: ServerResponse,
  status: number,
  language: Language,
  html: string,
  redirects: readonly string[],
) {
  // Browsers apply `form-action` to the redirects after the form too, which end at the client's own page.
  const origins = [...new Set(redirects.map((uri) => new URL(uri).origin))].join(' ');
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Language': language,
    'Cache-Control': 'no-store',
    'Content-Security-Policy': `default-src 'none'; style-src 'unsafe-inline'; form-action 'self' ${origins}; frame-ancestors 'none'; base-uri 'none'`,
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(html);
}

const languages = ['fr', 'nl', 'en', 'de'] as const;
type Language = (typeof languages)[number];

function languageOf(accepted: string | undefined): Language {
  const tags = (accepted ?? '').split(',').map((range) => range.trim().slice(0, 2).toLowerCase());
  return tags.flatMap((tag) => languages.filter((language) => language === tag))[0] ?? 'en';
}

const texts: Record<Language, Record<'title' | 'note' | 'none' | 'cancel' | 'late', string>> = {
  fr: {
    title: 'Qui êtes-vous?',
    note: 'Émetteur local, pour le développement: sans mot de passe, et seulement sur cette machine.',
    none: 'aucun rôle',
    cancel: 'Annuler',
    late: 'Cette requête n’existe pas ou plus: recommencez depuis l’application.',
  },
  nl: {
    title: 'Wie bent u?',
    note: 'Lokale tokenverstrekker, voor ontwikkeling: zonder wachtwoord, en alleen op deze machine.',
    none: 'geen rol',
    cancel: 'Annuleren',
    late: 'Dit verzoek bestaat niet of niet meer: begin opnieuw vanuit de toepassing.',
  },
  en: {
    title: 'Who are you?',
    note: 'Local issuer, for development: no password, and only on this machine.',
    none: 'no role',
    cancel: 'Cancel',
    late: 'There is no such request, or no longer: start again from the application.',
  },
  de: {
    title: 'Wer sind Sie?',
    note: 'Lokaler Aussteller, für die Entwicklung: ohne Passwort, und nur auf diesem Rechner.',
    none: 'keine Rolle',
    cancel: 'Abbrechen',
    late: 'Diese Anfrage gibt es nicht oder nicht mehr: beginnen Sie neu in der Anwendung.',
  },
};

function choice(language: Language, users: readonly User[]): string {
  const text = texts[language];
  const items = users.map(({ id, party, roles }) => {
    const rights = `${party}, ${roles.join(', ') || text.none}`;
    return `<li><button name="user" value="${id}"><strong>${id}</strong> <span>${rights}</span></button></li>`;
  });
  return `<p>${text.note}</p>
<form method="post"><ul>${items.join('')}</ul><button name="user" value="">${text.cancel}</button></form>`;
}

const page = (language: Language, content: string): string => `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${texts[language].title} · Passerelle</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b; background: #fff }
ul { list-style: none; padding: 0 }
button { font: inherit; color: inherit; background: #fff; border: 2px solid #595959; border-radius: .25rem; padding: .75rem 1rem; margin: .25rem 0; min-height: 2.75rem; cursor: pointer }
li button { width: 100%; text-align: start }
button:hover { background: #eef3fb }
button:focus-visible { outline: 3px solid #0b57d0; outline-offset: 2px }
span { color: #4a4a4a }
</style>
</head>
<body>
<main>
<h1>${texts[language].title}</h1>
${content}
</main>
</body>
</html>
`;
