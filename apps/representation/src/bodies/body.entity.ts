import type { Language } from '@passerelle/domain/language';
import type { LocalizedText } from '@passerelle/domain/localized-text';
import { refusalKind, refuse, refuseIncomplete } from '@passerelle/platform/problems';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bodyRelations, type BodyChange, type NewBody } from './body.schema.js';

export const bodyWithinItself = refusalKind({
  code: 'bodyWithinItself',
  status: 409,
  title: 'Body Within Itself',
  detail: {
    fr: 'Une instance ne peut pas relever d’elle-même: {ref} se trouve déjà au-dessus de celle que vous nommez.',
    nl: 'Een instantie kan niet onder zichzelf vallen: {ref} staat al boven die welke u noemt.',
    en: 'A body cannot belong to itself: {ref} stands above the one that you name already.',
    de: 'Ein Gremium kann nicht sich selbst angehören: {ref} steht bereits über dem, das Sie nennen.',
  },
});

/** A meeting, committee or group outside the agency in which somebody speaks for the Region or for Belgium. */
@Entity('body')
export class BodyRecord {
  static readonly relations = bodyRelations;

  @PrimaryColumn('uuid') declare id: string;
  @Column('text') declare ref: string;
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

  /** `above` are the parent that the body has from now on, and all that stand above that one. */
  change(terms: BodyChange, above: readonly string[]): void {
    if (above.includes(this.id)) throw refuse(bodyWithinItself, { ref: this.ref });
    Object.assign(this, terms);
    this.checkLanguages();
  }

  private checkLanguages(): void {
    refuseIncomplete(this.classification, this.name);
  }
}
