import { addDays } from '@passerelle/domain/period';
import { inputFault, refusalKind, refuse } from '@passerelle/platform/problems';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { apiKeyRelations, type NewApiKey } from './api-key.schema.js';
import type { NewKey } from './secret.js';

/** The key in use, and the one that takes its place. */
const mostActive = 2;
const longestDays = 366;
const usualDays = 90;

export const tooManyActiveKeys = refusalKind({
  code: 'tooManyActiveKeys',
  status: 409,
  title: 'Too Many Active Keys',
  detail: {
    fr: 'Le client «{client}» a déjà {limit} clés actives: révoquez-en une d’abord.',
    nl: 'De client «{client}» heeft al {limit} actieve sleutels: trek er eerst een in.',
    en: 'The client "{client}" has {limit} active keys already: revoke one first.',
    de: 'Der Client «{client}» hat bereits {limit} aktive Schlüssel: widerrufen Sie zuerst einen.',
  },
});

/** A key with which a program reads without asking an issuer for tokens. Of its secret there is a hash. */
@Entity('api_key')
export class ApiKeyRecord {
  static readonly relations = apiKeyRelations;

  @PrimaryColumn('uuid') declare id: string;
  @Column('int') declare version: number;
  @Column('text') declare prefix: string;
  @Column('text') declare hash: string;
  @Column('text') declare client: string;
  @Column('text') declare description: string;
  @Column('text', { nullable: true }) declare party: string | null;
  @Column('text', { array: true }) declare scopes: string[];
  @Column('date') declare createdOn: string;
  @Column('date') declare expiresOn: string;
  @Column('date', { nullable: true }) declare revokedOn: string | null;

  /** `active` keys of the same client there are already. Days are those of Europe/Brussels. */
  static issue(
    id: string,
    { prefix, hash }: NewKey,
    terms: NewApiKey,
    { active, today }: { active: number; today: string },
  ): ApiKeyRecord {
    const fault = (detail: string) => inputFault('body', 'expiresOn', 'schemaViolation', detail);
    const expiresOn = terms.expiresOn ?? addDays(today, usualDays);
    if (expiresOn < today) throw fault(`lies in the past: today is ${today}`);
    const latest = addDays(today, longestDays);
    if (expiresOn > latest) throw fault(`lies more than a year ahead: the last day possible is ${latest}`);
    if (active >= mostActive) throw refuse(tooManyActiveKeys, { client: terms.client, limit: mostActive });
    return Object.assign(new ApiKeyRecord(), { id, version: 1, prefix, hash, createdOn: today }, terms, { expiresOn });
  }

  /** At once, and for good; false when it is revoked already. */
  revoke(today: string): boolean {
    if (this.revokedOn !== null) return false;
    this.revokedOn = today;
    return true;
  }
}
