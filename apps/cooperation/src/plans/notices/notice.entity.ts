import { today } from '@passerelle/domain/period';
import { inputFault, refusalKind, refuse, stateAfter } from '@passerelle/platform/problems';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ProcedureDocument } from '../../documents.js';
import { frameOf, type Frame } from '../../frame.js';
import type { PublicInquiry } from '../../inquiry.js';
import type { PlanRecord } from '../plan.entity.js';
import { noticeRelations, type NewPlanNotice, type NoticeStatus, type Receipt } from './notice.schema.js';
import { noticeStates } from './notice.states.js';

export const planRestricted = refusalKind({
  code: 'planRestricted',
  status: 409,
  title: 'Plan Restricted',
  detail: {
    fr: 'La fiche {ref} est à diffusion restreinte: aucune autre région ne peut en recevoir notification.',
    nl: 'Het dossier {ref} is beperkt toegankelijk: geen ander gewest kan er een kennisgeving over krijgen.',
    en: 'The record {ref} is restricted: no other region can be sent a notice of it.',
    de: 'Der Eintrag {ref} ist nur beschränkt zugänglich: keine andere Region kann eine Mitteilung darüber erhalten.',
  },
});

export const notAddressee = refusalKind({
  code: 'notAddressee',
  status: 409,
  title: 'Not Addressee',
  detail: {
    fr: '{party} n’est pas destinataire de cette notification.',
    nl: '{party} is geen bestemmeling van deze kennisgeving.',
    en: '{party} is no addressee of this notice.',
    de: '{party} ist nicht Empfänger dieser Mitteilung.',
  },
});

export const alreadyReceived = refusalKind({
  code: 'alreadyReceived',
  status: 409,
  title: 'Already Received',
  detail: {
    fr: '{party} a déjà accusé réception de cette notification.',
    nl: '{party} heeft de ontvangst van deze kennisgeving al bevestigd.',
    en: '{party} has confirmed this notice already.',
    de: '{party} hat den Empfang dieser Mitteilung bereits bestätigt.',
  },
});

/** One region tells others of a plan: what they know of it from then on, and by which papers. */
@Entity('plan_notice')
export class NoticeRecord {
  static readonly relations = noticeRelations;

  @PrimaryColumn('uuid') declare id: string;
  @Column('text') declare ref: string;
  @Column('int') declare version: number;
  @Column('text') declare status: NoticeStatus;
  @Column('uuid') declare planId: string;
  @Column('uuid', { nullable: true }) declare componentId: string | null;
  @Column('text', { nullable: true }) declare fromParty: string | null;
  @Column('text', { array: true }) declare toParties: string[];
  @Column('text') declare stage: string;
  @Column('text') declare channel: string;
  @Column('jsonb') declare docs: ProcedureDocument[];
  @Column('jsonb', { nullable: true }) declare inquiry: PublicInquiry | null;
  // ISO 8601 in UTC, as the wire has it.
  @Column('text') declare sentAt: string;
  @Column('date') declare sentOn: string;
  @Column('text', { nullable: true }) declare source: string | null;
  @Column('jsonb') declare receipts: Receipt[];
  @Column('text', { array: true }) declare parties: string[];
  @Column('text') declare classification: string;
  @Column('text') declare level: string;
  @Column('text') declare objective: string;

  static send(
    id: string,
    ref: string,
    plan: PlanRecord,
    { at: _, ...terms }: NewPlanNotice,
    sentAt: string,
  ): NoticeRecord {
    if (plan.classification === 'restricted') throw refuse(planRestricted, { ref: plan.ref });
    if (plan.party !== null && terms.toParties.some((party) => party === plan.party))
      throw inputFault('body', 'toParties', 'schemaViolation', `names ${plan.party}, whose plan it is`);
    const beginning = { id, ref, version: 1, status: 'sent' as const, planId: plan.id, fromParty: plan.party };
    const sent = { sentAt, sentOn: today(new Date(sentAt)), receipts: [] };
    return Object.assign(new NoticeRecord(), beginning, terms, sent, frameOf(plan));
  }

  /** Shared as its plan is. */
  follow(frame: Frame): void {
    Object.assign(this, frameOf(frame));
  }

  receive(receipt: Receipt): void {
    const { party, at } = receipt;
    if (!this.toParties.includes(party)) throw refuse(notAddressee, { party });
    const outstanding = this.toParties.length - this.receipts.length;
    const status = stateAfter(noticeStates, this.status, outstanding > 1 ? 'receive' : 'receiveLast');
    if (this.receipts.some((known) => known.party === party)) throw refuse(alreadyReceived, { party });
    if (at < this.sentAt) throw inputFault('body', 'at', 'invalidPeriod', `lies before it was sent, at ${this.sentAt}`);
    this.receipts = [...this.receipts, receipt];
    this.status = status;
  }
}
