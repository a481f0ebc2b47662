import type { Stage } from '@passerelle/testing/stage';
import type { Answer, CallOptions } from '@passerelle/testing/start-app';
import { membershipExample, networkExample } from '../examples.js';
import { feePaymentExample, membershipYearExample, valueReviewExample } from './membership-year.example.js';

// A membership with its years, through the running service.

/** The set-up must succeed: otherwise the test's own answer would mean something else. */
async function made(answering: Promise<Answer>): Promise<ReturnType<typeof JSON.parse>> {
  const { status, body } = await answering;
  if (status >= 300) throw new Error(`The set-up was answered ${status} ${JSON.stringify(body)}`);
  return body;
}

const verbOf = (act: string): string => act.replace(/[A-Z]/g, '-$&').toLowerCase();

export interface LoggedFact {
  readonly type: string;
  readonly time: string;
  readonly data: string;
}

export class MembershipWithYears {
  private constructor(
    private readonly stage: Stage,
    readonly id: string,
    readonly ref: string,
    readonly networkId: string,
  ) {}

  /** Active since 2018, with a notice period of six months, in a network of its own. */
  static async of(stage: Stage, changes: object = {}): Promise<MembershipWithYears> {
    const { id: networkId } = await made(stage.client.call('rpc.networks.networks.register', { body: networkExample }));
    const body = { ...membershipExample, status: 'active', since: '2018-01-01', ...changes };
    const path = { networkId };
    const { id, ref } = await made(stage.client.call('rpc.networks.memberships.register', { path, body }));
    return new MembershipWithYears(stage, id, ref, networkId);
  }

  open(terms: object = {}, options: CallOptions = {}): Promise<Answer> {
    const body = { ...membershipYearExample, ...terms };
    return this.call('open', { path: { membershipId: this.id }, body, ...options });
  }

  /** The id of a new year. */
  async year(terms: object = {}): Promise<string> {
    return (await made(this.open(terms))).id;
  }

  ofYear(operation: string, membershipYearId: string, options: CallOptions = {}): Promise<Answer> {
    return this.call(operation, { path: { membershipYearId }, ...options });
  }

  async read(id: string): Promise<ReturnType<typeof JSON.parse>> {
    return (await this.ofYear('read', id)).body;
  }

  act(transition: string, id: string, changes: object = {}, options: CallOptions = {}): Promise<Answer> {
    const body = { transition, ...bodies[transition], ...changes };
    return this.ofYear(transition, id, { body, ...options });
  }

  async change(id: string, body: object): Promise<Answer> {
    const { version } = await this.read(id);
    return this.ofYear('change', id, { body, ifMatch: `"${version}"` });
  }

  /** An act on the membership. */
  onMembership(transition: string, given: object): Promise<Answer> {
    const path = { membershipId: this.id };
    const body = { transition, ...given };
    return this.stage.client.call(`rpc.networks.memberships.${verbOf(transition)}`, { path, body });
  }

  async correct(collection: 'memberships' | 'networks', body: object): Promise<Answer> {
    const path: Record<string, string> =
      collection === 'networks' ? { networkId: this.networkId } : { membershipId: this.id };
    const call = (verb: string, options: CallOptions) =>
      this.stage.client.call(`rpc.networks.${collection}.${verb}`, { path, ...options });
    const { version } = await made(call('read', {}));
    return call('change', { body, ifMatch: `"${version}"` });
  }

  /** Of this membership only, in the order of the list. */
  async list(query: Record<string, readonly string[]> = {}, options: CallOptions = {}): Promise<readonly string[]> {
    const own = { membershipId: [this.id], ...query };
    const { body } = await this.call('list', { query: own, ...options });
    return body.items.map(({ id }: { id: string }) => id);
  }

  facts(id: string): Promise<LoggedFact[]> {
    return this.stage.app.database.query<LoggedFact>(
      `SELECT type, envelope->>'time' AS time, data FROM event_log
        WHERE product = 'internal' AND aggregate_id = $1 ORDER BY position`,
      [id],
    );
  }

  async verbs(id: string): Promise<(string | undefined)[]> {
    return (await this.facts(id)).map(({ type }) => type.split('.')[1]);
  }

  private call(operation: string, options: CallOptions): Promise<Answer> {
    return this.stage.client.call(`rpc.networks.membership-years.${operation}`, options);
  }
}

const bodies: Readonly<Record<string, object>> = { review: valueReviewExample, pay: feePaymentExample };
