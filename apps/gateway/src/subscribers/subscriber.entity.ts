import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import type { DoorSettings } from '@passerelle/platform/kernel/config';
import { inputFault, recordClosed, refusal, type Refusal } from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { refusalKind } from '../texts/refusal-kind.js';
import {
  subscriberRelations,
  SubscriberState,
  SubscriberTerms,
  type NewSubscriber,
  type SubscriberChange,
} from './subscriber.schema.js';

export const subscriberExists = refusalKind({ code: 'subscriberExists', status: 409, title: 'Subscriber Exists' });

/** What a subscriber is judged by, besides its own terms. */
export type Installation = Pick<DoorSettings, 'HOME_PARTY' | 'PUBLIC_URL' | 'ISSUERS' | 'NATS_PUBLIC_URL'>;

export const natsNotOffered = refusalKind({ code: 'natsNotOffered', status: 409, title: 'NATS Not Offered' });

export interface SubscriberRecord extends Stored<typeof SubscriberState> {}

/** Another system that follows data products: by API keys of its client, or by tokens of an issuer of its own. */
@StoredAs('subscriber', SubscriberState)
export class SubscriberRecord {
  static readonly relations = subscriberRelations;

  static register(id: string, terms: NewSubscriber, today: string, here: Installation): SubscriberRecord {
    const made = Object.assign(new SubscriberRecord(), { id, version: 1, createdOn: today }, terms);
    made.complete(here);
    if (terms.natsKey !== undefined) refuseNats(here);
    return made;
  }

  change(terms: SubscriberChange, here: Installation): void {
    if (this.endedOn !== null) throw refusal(recordClosed, { ref: this.client });
    mergeInto(this, SubscriberTerms, terms);
    if (terms.issuer === null) Object.assign(this, { clientId: terms.clientId, audience: terms.audience });
    this.complete(here);
    if (terms.natsKey) refuseNats(here);
  }

  /** At once and for good; false if it was ended already. */
  end(today: string): boolean {
    if (this.endedOn !== null) return false;
    this.endedOn = today;
    return true;
  }

  /** Refuses terms that contradict each other, and fills in what the issuer's tokens must say. */
  private complete({ HOME_PARTY: home, PUBLIC_URL: publicUrl, ISSUERS: configured }: Installation): void {
    if (this.party === home)
      throw fault('party', `must be another party than ${home}, which has no product of its own`);
    if (configured.some(({ issuer }) => issuer === this.issuer))
      throw fault('issuer', 'must not be an issuer of the configuration (ISSUERS)');
    if (this.issuer) {
      this.clientId ??= this.client;
      this.audience ??= publicUrl;
      return;
    }
    for (const name of ['clientId', 'audience'] as const)
      if (this[name]) throw fault(name, 'must not be given without an issuer');
  }
}

function refuseNats({ NATS_PUBLIC_URL: offered }: Installation): void {
  if (offered === undefined) throw refusal(natsNotOffered);
}

const fault = (name: string, detail: string): Refusal => inputFault('body', name, 'schemaViolation', detail);
