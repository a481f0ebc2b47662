// The sentences of issues are written in English where the fault is found, and translated by catalogues that have the English
// sentence as key: `texts/sentences.fr.json`. This guard finds the sentences in the code, and those without a translation.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const languages = ['fr', 'nl', 'de'] as const;
const shared = 'libs/platform/src/kernel/problems/texts';

/** The sentences of the platform and of the vocabulary are in one set, which every service uses too. */
const owners: Readonly<Record<string, readonly string[]>> = {
  [shared]: [
    'libs/domain/src/**/*.ts',
    'libs/platform/src/{kernel/problems,access,data,events,runtime,features}/**/*.ts',
  ],
  ...Object.fromEntries(
    ['cooperation', 'representation', 'networks', 'projects', 'gateway'].map((service) => [
      `apps/${service}/src/texts`,
      [`apps/${service}/src/**/*.ts`],
    ]),
  ),
};

/** Calls whose arguments are sentences, and properties and variables whose value is one. */
const calls = ['refine', 'regex', 'inputFault', 'issue', 'lies', 'fault', 'dayFault'];
const names = ['error', 'message', 'detail', 'fault'];
const notOfCallers = /\.(spec|builder|example)\.ts$|\/migrations\//;
/** Of files of our own: no caller reads them. */
const ofLists = ['must not have more than {} details', 'says what was not verified, and only where something was not'];

/** Without the names of what is filled in: the code has expressions there. */
const shapeOf = (sentence: string): string => sentence.replaceAll(/\{\w*\}/g, '{}');

export function sentencesIn(text: string): string[] {
  const file = ts.createSourceFile('', text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const named = new Set(names);
  const visit = (node: ts.Node, take: (value: ts.Node) => void): void => {
    if (ts.isCallExpression(node) && calls.includes(calleeOf(node))) node.arguments.forEach(take);
    if ((ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node)) && node.initializer !== undefined)
      if (named.has(node.name.getText())) take(node.initializer);
    if (ts.isFunctionDeclaration(node) && node.name?.text.endsWith('Fault')) returned(node).forEach(take);
    node.forEachChild((child) => visit(child, take));
  };
  // A sentence may have a name of its own, declared elsewhere in the file.
  visit(file, (value) => ts.isIdentifier(value) && named.add(value.text));
  visit(file, (value) => found.push(...literalsOf(value)));
  return [...new Set(found)].filter((sentence) => !ofLists.includes(sentence));
}

const calleeOf = ({ expression }: ts.CallExpression): string =>
  ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText();

function returned(node: ts.Node): ts.Node[] {
  const own = ts.isReturnStatement(node) && node.expression !== undefined ? [node.expression] : [];
  const below: ts.Node[] = [];
  node.forEachChild((child) => void below.push(...returned(child)));
  return [...own, ...below];
}

/** The texts that an expression may have; one word is a code, and no sentence. */
function literalsOf(node: ts.Node): string[] {
  if (ts.isArrowFunction(node)) return literalsOf(node.body);
  if (ts.isParenthesizedExpression(node)) return literalsOf(node.expression);
  if (ts.isConditionalExpression(node)) return [...literalsOf(node.whenTrue), ...literalsOf(node.whenFalse)];
  if (!ts.isStringLiteralLike(node) && !ts.isTemplateExpression(node)) return [];
  const sentence = ts.isTemplateExpression(node)
    ? node.head.text + node.templateSpans.map(({ literal }) => `{}${literal.text}`).join('')
    : node.text;
  return sentence.includes(' ') ? [sentence] : [];
}

const keysIn = (root: string, folder: string, language: string): string[] =>
  Object.keys(JSON.parse(readFileSync(join(root, folder, `sentences.${language}.json`), 'utf8')));

interface Said {
  readonly path: string;
  readonly sentence: string;
}

function saidBy(root: string, patterns: readonly string[]): Said[] {
  const files = globSync([...patterns], { cwd: root }).filter((path) => !notOfCallers.test(path));
  return files.flatMap((path) =>
    sentencesIn(readFileSync(join(root, path), 'utf8')).map((sentence) => ({ path, sentence })),
  );
}

/** Sentences of the code that a catalogue does not have. */
export const untranslatedSentences = (root: string): string[] =>
  Object.entries(owners).flatMap(([folder, patterns]) => {
    const said = saidBy(root, patterns);
    if (said.length === 0) return [];
    return languages.flatMap((language) => {
      const known = new Set([folder, shared].flatMap((each) => keysIn(root, each, language)).map(shapeOf));
      return said
        .filter(({ sentence }) => !known.has(shapeOf(sentence)))
        .map(({ path, sentence }) => `${path}: no ${language} for "${sentence}"`);
    });
  });

/** Sentences that a service does not say; those of the platform also replace the library's, which are put together. */
export const unusedSentences = (root: string): string[] =>
  Object.entries(owners)
    .filter(([folder]) => folder !== shared)
    .flatMap(([folder, patterns]) => {
      const said = saidBy(root, patterns);
      const shapes = new Set(said.map(({ sentence }) => sentence));
      return said.length === 0
        ? []
        : keysIn(root, folder, 'fr')
            .filter((key) => !shapes.has(shapeOf(key)))
            .map((key) => `${folder}: no code says "${key}"`);
    });
