// Regular expressions with catastrophic backtracking (ReDoS): recheck searches an attack text for each literal, instead of
// guessing from its form.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from 'recheck';
import ts from 'typescript';

export interface Found {
  readonly place: string;
  readonly source: string;
  readonly flags: string;
}

/** Every literal, and every `new RegExp('…')`, in production sources: tests get no untrusted input. */
export function regexesIn(root: string, patterns: readonly string[]): Found[] {
  const files = globSync([...patterns], { cwd: root }).filter(
    (path) => !/\.spec\.ts$|\/dist\/|node_modules|^apps\/system-e2e\/|^libs\/(stack|testing)\//.test(path),
  );
  return files.sort().flatMap((path) => regexesOf(path, readFileSync(join(root, path), 'utf8')));
}

export function regexesOf(path: string, text: string): Found[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: Found[] = [];
  const visit = (node: ts.Node): void => {
    const place = `${path}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      found.push({ place, source: node.text.slice(1, end), flags: node.text.slice(end + 1) });
    }
    if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === 'RegExp') {
      const [source, flags] = node.arguments ?? [];
      // An expression that is composed at run time cannot be checked here, so it is refused.
      if (source === undefined || !ts.isStringLiteralLike(source)) found.push({ place, source: '', flags: '?' });
      else found.push({ place, source: source.text, flags: flags && ts.isStringLiteralLike(flags) ? flags.text : '' });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** The expressions that are vulnerable, or for which recheck has no verdict. */
export async function attackable(regexes: readonly Found[]): Promise<string[]> {
  const judged = new Map<string, string>();
  for (const { source, flags } of regexes) {
    const key = `/${source}/${flags}`;
    if (judged.has(key)) continue;
    if (flags === '?') judged.set(key, 'is put together at run time');
    else judged.set(key, (await check(source, flags, { timeout: 20_000 })).status);
  }
  return regexes.flatMap(({ place, source, flags }) => {
    const verdict = judged.get(`/${source}/${flags}`);
    return verdict === 'safe' ? [] : [`${place} /${source}/${flags}: ${verdict}`];
  });
}
