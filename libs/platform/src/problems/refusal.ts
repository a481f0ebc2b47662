// A refusal is a value: a kind declared once as a constant, and the facts of this occurrence.
// One filter turns it into an RFC 9457 problem (problem.ts), the same over NATS and over HTTP.

export type Texts = Readonly<Record<'fr' | 'nl' | 'en' | 'de', string>>;

/** `facts` named in `detail` as `{name}` are filled in; every fact also travels as a member of the problem. */
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

type Declaration = Omit<RefusalKind, 'type'>;

/** A refusal of our own: `urn:problem-type:passerelle:<code>`. */
export const refusalKind = (declared: Declaration): RefusalKind => ({
  ...declared,
  type: `urn:problem-type:passerelle:${declared.code}`,
});

/** A problem type that the Belgian REST guide standardises. */
export const belgifKind = (declared: Declaration): RefusalKind => ({
  ...declared,
  type: `urn:problem-type:belgif:${declared.code}`,
});

export const refuse = (kind: RefusalKind, facts?: RefusalFacts): Refusal => new Refusal(kind, facts);
