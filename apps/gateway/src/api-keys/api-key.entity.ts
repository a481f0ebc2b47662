import { addDays } from '@passerelle/domain/period';
import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import { inputFault, refusal } from '@passerelle/platform/kernel/problems';
import { refusalKind } from '../texts/refusal-kind.js';
import { apiKeyRelations, ApiKeyState, type NewApiKey } from './api-key.schema.js';
import type { NewKey } from './secret.js';

/** The key in use, and its replacement. */
const mostActive = 2;
const longestDays = 366;
const usualDays = 90;

export const tooManyActiveKeys = refusalKind({
  code: 'tooManyActiveKeys',
  status: 409,
  title: 'Too Many Active Keys',
});

/** The client is a subscriber, or has other keys, and reads for another region than this key would. */
export const otherParty = refusalKind({ code: 'otherParty', status: 409, title: 'Other Party' });

export interface ApiKeyRecord extends Stored<typeof ApiKeyState> {}

/** A key for a program that reads without tokens from an issuer. Only a hash of its secret is stored. */
@StoredAs('api_key', ApiKeyState)
export class ApiKeyRecord {
  static readonly relations = apiKeyRelations;

  /** `active`: how many active keys the client has already. Days are those of Europe/Brussels. */
  static issue(
    id: string,
    { prefix, hash }: NewKey,
    terms: NewApiKey,
    { active, today }: { active: number; today: string },
  ): ApiKeyRecord {
    const fault = (detail: string) => inputFault('body', 'expiresOn', 'schemaViolation', detail);
    const expiresOn = terms.expiresOn ?? addDays(today, usualDays);
    if (expiresOn < today) throw fault(`must not be in the past: today is ${today}`);
    const latest = addDays(today, longestDays);
    if (expiresOn > latest) throw fault(`must be at most a year ahead: the last possible day is ${latest}`);
    if (active >= mostActive) throw refusal(tooManyActiveKeys, { client: terms.client, limit: mostActive });
    return Object.assign(new ApiKeyRecord(), { id, version: 1, prefix, hash, createdOn: today }, terms, { expiresOn });
  }

  /** For another party, as its client does; false if it does already. */
  readFor(party: ApiKeyRecord['party']): boolean {
    if (this.party === party) return false;
    this.party = party;
    return true;
  }

  /** At once and for good; false if it was revoked already. */
  revoke(today: string): boolean {
    if (this.revokedOn !== null) return false;
    this.revokedOn = today;
    return true;
  }
}
