import type { OperationDescription } from '@passerelle/platform/runtime/announcements';

// The acts in the life of a record share an address. OpenAPI knows one operation at each: its body is one of theirs, told apart
// by the field `transition`.

/** The operations of one address as one; a single one is itself. */
export function asOne(group: readonly OperationDescription[]): OperationDescription {
  const [first, ...others] = group;
  if (first === undefined) throw new Error('an address without an operation');
  if (first.transition === undefined && others.length === 0) return first;
  const isOnly = scopesOf(group).length === 1;
  return {
    ...first,
    id: `transition${capital(recordIn(first.path))}`,
    summary: `Perform an act in the life of one of the ${first.resource}`,
    description: [
      'The body names the act:',
      ...group.map(
        ({ transition, summary, scope }) => `- \`${transition}\`: ${summary}${isOnly ? '' : ` (scope \`${scope}\`)`}`,
      ),
      '',
      ...(isOnly ? [`Scope \`${first.scope}\`.`] : []),
      'What a caller may do now is at the same address by GET.',
    ].join('\n'),
    body: {
      oneOf: group.map(({ body }) => body),
      discriminator: { propertyName: 'transition', mapping: mappingOf(group) },
    },
    examples: Object.fromEntries(
      group.flatMap(({ transition, examples = {} }) =>
        Object.entries(examples).map(([name, example]) => [`${transition}-${name}`, example]),
      ),
    ),
    refusals: [...new Map(group.flatMap(({ refusals }) => refusals).map((kind) => [kind.code, kind])).values()],
  };
}

/** What OpenAPI cannot say of the acts at one address: the name and the scope of each. Its body is under the discriminator. */
export const transitionsOf = (group: readonly OperationDescription[]): object =>
  group.some(({ transition }) => transition !== undefined)
    ? { 'x-transitions': group.map(({ transition, id, scope }) => ({ transition, operationId: id, scope })) }
    : {};

/** Each of them is enough for some of the acts. */
export const scopesOf = (group: readonly OperationDescription[]): string[] => [
  ...new Set(group.map(({ scope }) => scope)),
];

const mappingOf = (group: readonly OperationDescription[]): Record<string, unknown> =>
  Object.fromEntries(group.map(({ transition = '', body }) => [transition, body?.['$ref']]));

/** `agreement` of `/v1/agreements/{agreementId}/transitions`. */
const recordIn = (path: string): string => /\{(\w+)Id\}\/transitions$/.exec(path)?.[1] ?? '';
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
