// A refusal is a value: a kind declared once as a constant, and the facts of this occurrence.
// One filter turns it into an RFC 9457 problem (problem.ts), the same over NATS and over HTTP.

export type Texts = Readonly<Record<'fr' | 'nl' | 'en' | 'de', string>>;

/** `facts` named in `detail` as `{name}` are filled in; every fact is also a member of the problem. */
export interface RefusalKind {
  readonly code: string;
  readonly type: string;
  readonly status: number;
  /** English, for engineers (Belgif). */
  readonly title: string;
  /** For the caller, in the caller's language. */
  readonly detail: Texts;
  readonly retryAfterSec?: number;
}

export type RefusalFacts = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** One fault of the input; Belgif's `InputValidationIssue`. */
export interface Issue {
  readonly type: string;
  readonly in: 'body' | 'header' | 'path' | 'query';
  readonly name: string;
  readonly value?: unknown;
  readonly detail: string;
}

export class Refusal extends Error {
  constructor(
    readonly kind: RefusalKind,
    readonly facts: RefusalFacts = {},
    readonly issues: readonly Issue[] = [],
  ) {
    super(
      `${kind.code} ${JSON.stringify(facts)}${issues.map((issue) => ` ${issue.in}.${issue.name}: ${issue.detail}`).join('')}`,
    );
  }
}

/** The problem texts of one owner: a catalogue per language, keyed by problem code. */
export type Catalogues<Code extends string> = Readonly<Record<keyof Texts, Readonly<Record<Code, string>>>>;

type Declaration<Code extends string> = Omit<RefusalKind, 'type' | 'detail'> & { readonly code: Code };
type Declare<Code extends string> = (declared: Declaration<Code>) => RefusalKind;

// A code without a text in each language does not compile; a text without a code fails a guard (tools/guards/texts.ts).
const kindsWith =
  <Code extends string>(namespace: string, { fr, nl, en, de }: Catalogues<Code>): Declare<Code> =>
  (declared) => ({
    ...declared,
    type: `urn:problem-type:${namespace}:${declared.code}`,
    detail: { fr: fr[declared.code], nl: nl[declared.code], en: en[declared.code], de: de[declared.code] },
  });

/** Declares refusals of our own with the texts of these catalogues: `urn:problem-type:passerelle:<code>`. */
export const refusalKindsWith = <Code extends string>(texts: Catalogues<Code>): Declare<Code> =>
  kindsWith('passerelle', texts);

/** The same for problem types that the Belgian REST guide standardises. */
export const belgifKindsWith = <Code extends string>(texts: Catalogues<Code>): Declare<Code> =>
  kindsWith('belgif', texts);

export const refusal = (kind: RefusalKind, facts?: RefusalFacts): Refusal => new Refusal(kind, facts);
