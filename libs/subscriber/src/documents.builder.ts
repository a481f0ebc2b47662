// The code in the documents, as text and as programs.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** The blocks of code in a page of this repository, in one language. */
export function blocksOf(path: string, language: string): string[] {
  const page = readFileSync(join(import.meta.dirname, '../../..', path), 'utf8');
  const blocks = page.split('```').filter((_, index) => index % 2 === 1);
  return blocks.filter((block) => block.startsWith(`${language}\n`)).map((block) => block.slice(language.length + 1));
}

/** Runs a program in TypeScript, in which its imports and what is around it are these. */
export async function run(program: string, surroundings: Readonly<Record<string, unknown>>): Promise<void> {
  const { outputText } = ts.transpileModule(program.replaceAll(/^import .*$/gm, ''), {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  });
  const main = new Function(...Object.keys(surroundings), `return (async () => {${outputText}})();`);
  await main(...Object.values(surroundings));
}
