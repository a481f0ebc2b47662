import type { Language } from '@passerelle/domain/language';
import type { Texts } from '@passerelle/platform/kernel/problems';
import { escaped, htmlPage, type HtmlPage } from './html.js';

// The page at the address of the gateway, for people: an introduction, and links. A program gets the problem of an
// unknown address instead.

const lead: Texts = {
  fr: 'Le registre du travail européen, international et interrégional d’une région: ses accords, ses consultations, ses mandats, ses réseaux et ses projets, les faits qui en sont publiés et les chiffres qui en découlent.',
  nl: 'Het register van het Europese, internationale en intergewestelijke werk van een gewest: zijn akkoorden, raadplegingen, mandaten, netwerken en projecten, de feiten die erover worden gepubliceerd en de cijfers die eruit volgen.',
  en: 'The register of a region’s European, international and inter-regional work: its agreements, consultations, mandates, networks and projects, the facts that are published about them and the figures that follow.',
  de: 'Das Register der europäischen, internationalen und interregionalen Arbeit einer Region: ihre Abkommen, Konsultationen, Mandate, Netzwerke und Projekte, die darüber veröffentlichten Fakten und die Zahlen, die sich daraus ergeben.',
};

const signIn: Texts = {
  fr: 'Les chiffres et les fiches publiques s’ouvrent sans jeton. Pour le reste, ouvrez la documentation interactive et choisissez «Authorize»: vous vous connectez auprès de l’émetteur de votre organisation.',
  nl: 'Cijfers en openbare dossiers zijn toegankelijk zonder token. Open voor al het andere de interactieve documentatie en kies «Authorize»: u meldt zich aan bij de tokenverstrekker van uw organisatie.',
  en: 'Figures and public records open without a token. For everything else, open the interactive documentation and choose “Authorize”: you sign in at your organisation’s issuer.',
  de: 'Zahlen und öffentliche Einträge sind ohne Token zugänglich. Für alles andere öffnen Sie die interaktive Dokumentation und wählen „Authorize“: Sie melden sich beim Aussteller Ihrer Organisation an.',
};

const signInTitle: Texts = { fr: 'Se connecter', nl: 'Aanmelden', en: 'Signing in', de: 'Anmelden' };

interface Place {
  readonly href: string;
  readonly name: Texts;
}

const places: readonly Place[] = [
  {
    href: '/docs',
    name: {
      fr: 'Documentation interactive: essayer chaque opération',
      nl: 'Interactieve documentatie: elke bewerking uitproberen',
      en: 'Interactive documentation: try every operation',
      de: 'Interaktive Dokumentation: jede Operation ausprobieren',
    },
  },
  {
    href: '/doc/openapi.json',
    name: { fr: 'Document OpenAPI', nl: 'OpenAPI-document', en: 'OpenAPI document', de: 'OpenAPI-Dokument' },
  },
  {
    href: '/doc/asyncapi.json',
    name: {
      fr: 'Document AsyncAPI: les faits publiés',
      nl: 'AsyncAPI-document: de gepubliceerde feiten',
      en: 'AsyncAPI document: the published facts',
      de: 'AsyncAPI-Dokument: die veröffentlichten Fakten',
    },
  },
  {
    href: '/v1/indicators',
    name: { fr: 'Chiffres', nl: 'Cijfers', en: 'Figures', de: 'Zahlen' },
  },
  {
    href: '/v1/calendar.ics',
    name: {
      fr: 'Calendrier public, pour votre agenda (iCalendar)',
      nl: 'Openbare kalender, voor uw agenda (iCalendar)',
      en: 'Public calendar, for your calendar program (iCalendar)',
      de: 'Öffentlicher Kalender, für Ihr Kalenderprogramm (iCalendar)',
    },
  },
  {
    href: '/health',
    name: {
      fr: 'État des services',
      nl: 'Toestand van de diensten',
      en: 'Health of the services',
      de: 'Zustand der Dienste',
    },
  },
];

export function homePage(language: Language): HtmlPage {
  const links = places.map(({ href, name }) => `<li><a href="${escaped(href)}">${escaped(name[language])}</a></li>`);
  const main = `<h1>Passerelle</h1>
<p>${escaped(lead[language])}</p>
<ul>
${links.join('\n')}
</ul>
<h2>${escaped(signInTitle[language])}</h2>
<p>${escaped(signIn[language])}</p>`;
  return htmlPage(language, 'Passerelle', main);
}
