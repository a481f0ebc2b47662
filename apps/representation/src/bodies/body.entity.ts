import type { Language } from '@passerelle/domain/language';
import type { LocalizedText } from '@passerelle/domain/localized-text';
import { refusal, refuseIncomplete } from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { refusalKind } from '../texts/refusal-kind.js';
import { BodyTerms, bodyRelations, type BodyChange, type NewBody } from './body.schema.js';

export const bodyWithinItself = refusalKind({
  code: 'bodyWithinItself',
  status: 409,
  title: 'Body Within Itself',
});

/** A meeting, committee or group outside the agency with a representative of the Region or of Belgium. */
@Entity('body')
export class BodyRecord {
  static readonly relations = bodyRelations;

  @PrimaryColumn('uuid') declare id: string;
  @Column({ type: 'text', collation: 'by_number' }) declare ref: string;
  @Column('int') declare version: number;
  @Column('jsonb') declare name: LocalizedText;
  @Column('text') declare acronym: string;
  @Column('text') declare family: string;
  @Column('text') declare level: string;
  @Column('text') declare objective: string;
  @Column('boolean', { nullable: true }) declare voting: boolean | null;
  @Column('text', { nullable: true }) declare cadence: string | null;
  @Column('uuid', { nullable: true }) declare parentBodyId: string | null;
  @Column('text', { array: true }) declare languages: Language[];
  @Column('text', { array: true }) declare themes: string[];
  @Column('text') declare classification: string;
  @Column('text') declare source: string;

  static register(id: string, ref: string, terms: NewBody): BodyRecord {
    const body = Object.assign(new BodyRecord(), { id, ref, version: 1 }, terms);
    body.checkLanguages();
    return body;
  }

  /** `above`: the new parent of the body, and all ancestors of that parent. */
  change(terms: BodyChange, above: readonly string[]): void {
    if (above.includes(this.id)) throw refusal(bodyWithinItself, { ref: this.ref });
    mergeInto(this, BodyTerms, terms);
    this.checkLanguages();
  }

  private checkLanguages(): void {
    refuseIncomplete(this.classification, this.name);
  }
}
