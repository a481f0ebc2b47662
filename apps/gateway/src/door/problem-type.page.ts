import { problemLanguage } from '@passerelle/platform/problems';
import type { ProblemType } from './problem-type.schema.js';

const status = { fr: 'Statut HTTP', nl: 'HTTP-status', en: 'HTTP status', de: 'HTTP-Status' } as const;
const type = { fr: 'Type de problème', nl: 'Probleemtype', en: 'Problem type', de: 'Problemtyp' } as const;

/** What a problem means, for people: the same words that its `detail` has, with its facts still open. */
export function problemTypePage(
  kind: ProblemType,
  acceptLanguage: string | undefined,
): { html: string; language: string } {
  const language = problemLanguage(acceptLanguage);
  const html = `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><title>${escaped(kind.title)}</title></head>
<body>
<h1>${escaped(kind.title)}</h1>
<p>${escaped(kind.detail[language]).replace(/\{(\w+)\}/g, '<var>$1</var>')}</p>
<dl>
<dt>${status[language]}</dt><dd>${kind.status}</dd>
<dt>${type[language]}</dt><dd><code>${escaped(kind.type)}</code></dd>
</dl>
</body>
</html>
`;
  return { html, language };
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string => text.replace(/[&<>"]/g, (letter) => entities[letter] ?? letter);
