import type { Language } from '@passerelle/domain/language';
import type { Texts } from '@passerelle/platform/kernel/problems';
import { escaped, htmlPage, type HtmlPage } from './html.js';
import type { ProblemType } from './problem-type.schema.js';

const happened: Texts = {
  fr: 'Ce qui s’est passé',
  nl: 'Wat er gebeurd is',
  en: 'What happened',
  de: 'Was geschehen ist',
};
const toDo: Texts = { fr: 'Que faire', nl: 'Wat u kunt doen', en: 'What to do', de: 'Was zu tun ist' };
const status: Texts = { fr: 'Statut HTTP', nl: 'HTTP-status', en: 'HTTP status', de: 'HTTP-Status' };
const type: Texts = { fr: 'Type de problème', nl: 'Probleemtype', en: 'Problem type', de: 'Problemtyp' };

/** The page of a problem type, for people: the text of its `detail` with placeholders, and the remedy. */
export function problemTypePage(kind: ProblemType, language: Language): HtmlPage {
  const main = `<h1 lang="en">${escaped(kind.title)}</h1>
<h2>${happened[language]}</h2>
<p>${escaped(kind.detail[language]).replace(/\{(\w+)\}/g, '<var>$1</var>')}</p>
<h2>${toDo[language]}</h2>
<p>${escaped(kind.remedy[language])}</p>
<dl>
<dt>${status[language]}</dt><dd>${kind.status}</dd>
<dt>${type[language]}</dt><dd><code>${escaped(kind.type)}</code></dd>
</dl>`;
  return htmlPage(language, `${kind.title} (${kind.status}) – Passerelle`, main);
}
