import { languages, type Language } from '@passerelle/domain/language';
import type { Texts } from '@passerelle/platform/kernel/problems';

// Pages that the gateway renders: plain HTML in the reader's language, without styles or scripts.

export interface HtmlPage {
  readonly html: string;
  readonly language: Language;
}

const otherLanguages: Texts = {
  fr: 'Autres langues',
  nl: 'Andere talen',
  en: 'Other languages',
  de: 'Andere Sprachen',
};

const names: Texts = { fr: 'Français', nl: 'Nederlands', en: 'English', de: 'Deutsch' };

/** A whole page; `main` is HTML, `title` is text. */
export function htmlPage(language: Language, title: string, main: string): HtmlPage {
  const others = languages.filter((other) => other !== language).map(linkTo);
  const html = `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
</head>
<body>
<main>
${main}
</main>
<nav aria-label="${otherLanguages[language]}">
<ul>
${others.join('\n')}
</ul>
</nav>
</body>
</html>
`;
  return { html, language };
}

const linkTo = (language: Language): string =>
  `<li><a href="?lang=${language}" hreflang="${language}" lang="${language}">${names[language]}</a></li>`;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export const escaped = (text: string): string => text.replace(/[&<>"]/g, (letter) => entities[letter] ?? letter);
