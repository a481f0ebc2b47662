import type { Texts } from '@passerelle/platform/problems';
import type { ProblemType } from './problem-type.schema.js';

type Language = keyof Texts;

const happened: Texts = {
  fr: 'Ce qui s’est passé',
  nl: 'Wat er gebeurd is',
  en: 'What happened',
  de: 'Was geschehen ist',
};
const toDo: Texts = { fr: 'Que faire', nl: 'Wat u kunt doen', en: 'What to do', de: 'Was zu tun ist' };
const status: Texts = { fr: 'Statut HTTP', nl: 'HTTP-status', en: 'HTTP status', de: 'HTTP-Status' };
const type: Texts = { fr: 'Type de problème', nl: 'Probleemtype', en: 'Problem type', de: 'Problemtyp' };
const otherLanguages: Texts = {
  fr: 'Autres langues',
  nl: 'Andere talen',
  en: 'Other languages',
  de: 'Andere Sprachen',
};
const names: readonly (readonly [Language, string])[] = [
  ['fr', 'Français'],
  ['nl', 'Nederlands'],
  ['en', 'English'],
  ['de', 'Deutsch'],
];

/** What a problem means, for people: the same words that its `detail` has, with its facts still open, and what to do. */
export function problemTypePage(kind: ProblemType, language: Language): { html: string; language: Language } {
  const html = `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(kind.title)} (${kind.status}) – Passerelle</title>
</head>
<body>
<main>
<h1 lang="en">${escaped(kind.title)}</h1>
<h2>${happened[language]}</h2>
<p>${escaped(kind.detail[language]).replace(/\{(\w+)\}/g, '<var>$1</var>')}</p>
<h2>${toDo[language]}</h2>
<p>${escaped(kind.remedy[language])}</p>
<dl>
<dt>${status[language]}</dt><dd>${kind.status}</dd>
<dt>${type[language]}</dt><dd><code>${escaped(kind.type)}</code></dd>
</dl>
</main>
<nav aria-label="${otherLanguages[language]}">
<ul>
${names
  .filter(([other]) => other !== language)
  .map(linkTo)
  .join('\n')}
</ul>
</nav>
</body>
</html>
`;
  return { html, language };
}

const linkTo = ([language, name]: readonly [Language, string]): string =>
  `<li><a href="?lang=${language}" hreflang="${language}" lang="${language}">${name}</a></li>`;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string => text.replace(/[&<>"]/g, (letter) => entities[letter] ?? letter);
