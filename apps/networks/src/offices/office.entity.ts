import type { LocalizedText } from '@passerelle/domain/localized-text';
import { inputFault, refusalKind, refuse } from '@passerelle/platform/problems';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { refuseOutOfTurn, type NetworkAct } from '../acts.js';
import { officeRelations, type NewOffice, type OfficeStatus, type Term } from './office.schema.js';
import { statusAfter } from './office.states.js';

export const membershipNotActive = refusalKind({
  code: 'membershipNotActive',
  status: 409,
  title: 'Membership Not Active',
  detail: {
    fr: 'L’affiliation {membership} ne couvre pas tout le mandat: une fonction suppose d’être membre du premier au dernier jour.',
    nl: 'Het lidmaatschap {membership} dekt niet het hele mandaat: een functie veronderstelt lidmaatschap van de eerste tot de laatste dag.',
    en: 'The membership {membership} does not cover the whole term: an office supposes membership from its first to its last day.',
    de: 'Die Mitgliedschaft {membership} deckt nicht die ganze Amtszeit: ein Amt setzt Mitgliedschaft vom ersten bis zum letzten Tag voraus.',
  },
});

/** What an office must know of the membership that it rests on. */
export interface Frame {
  readonly ref: string;
  readonly networkId: string;
  readonly holderKind: string;
  /** Whether the holder is or was a member, be it in arrears or under notice: neither asked nor refused. */
  readonly member: boolean;
  /** Unknown or not yet come where null. */
  readonly since: string | null;
  readonly until: string | null;
}

/** An office in a network that the holder of a membership stands for, takes and leaves. It names no person. */
@Entity('office')
export class OfficeRecord {
  static readonly relations = officeRelations;

  @PrimaryColumn('uuid') declare id: string;
  @Column('text') declare ref: string;
  @Column('int') declare version: number;
  @Column('uuid') declare membershipId: string;
  @Column('uuid') declare networkId: string;
  @Column('text') declare holderKind: string;
  @Column('text') declare status: OfficeStatus;
  @Column('text') declare role: string;
  @Column('text', { nullable: true }) declare organ: string | null;
  @Column('boolean') declare elected: boolean;
  @Column('jsonb') declare term: Term;
  @Column('text') declare source: string;
  @Column('date', { nullable: true }) declare tookOfficeOn: string | null;
  @Column('date', { nullable: true }) declare leftOfficeOn: string | null;
  @Column('date', { nullable: true }) declare statusSince: string | null;
  @Column('jsonb', { nullable: true }) declare statusReason: LocalizedText | null;

  static nominate(id: string, ref: string, membershipId: string, terms: NewOffice, frame: Frame): OfficeRecord {
    const { networkId, holderKind } = frame;
    const beginning = { id, ref, version: 1, membershipId, networkId, holderKind, status: 'candidate' as const };
    const office = Object.assign(new OfficeRecord(), beginning, { statusSince: null }, terms);
    office.refuseUncovered(frame);
    return office;
  }

  win(act: NetworkAct, today: string, frame: Frame): void {
    this.move('win', act, today);
    this.refuseUncovered(frame);
  }

  lose(act: NetworkAct, today: string): void {
    this.move('lose', act, today);
  }

  take(act: NetworkAct, today: string, frame: Frame): void {
    this.move('take', act, today);
    this.refuseUncovered(frame);
    const { startsOn, endsOn } = this.term;
    if (act.on < startsOn || (endsOn !== undefined && act.on > endsOn))
      throw inputFault('body', 'on', 'invalidPeriod', `lies outside the term from ${startsOn} to ${endsOn ?? '-'}`);
    this.tookOfficeOn = act.on;
  }

  end(act: NetworkAct, today: string): void {
    this.move('end', act, today);
    this.leftOfficeOn = act.on;
  }

  private move(verb: string, { on, reason }: NetworkAct, today: string): void {
    const status = statusAfter(this.elected, this.status, verb);
    refuseOutOfTurn(on, today, this.statusSince);
    Object.assign(this, { status, statusSince: on, statusReason: reason ?? null });
  }

  /**
   * The membership's own days decide, so that history can be recorded after a membership has ended (N2). A membership
   * whose first day no source gives covers every beginning; one that has a last day covers no term without one.
   */
  private refuseUncovered({ ref, member, since, until }: Frame): void {
    const { startsOn, endsOn } = this.term;
    const isBegun = since === null || since <= startsOn;
    const isLasting = until === null || (endsOn !== undefined && endsOn <= until);
    if (!member || !isBegun || !isLasting) throw refuse(membershipNotActive, { membership: ref });
  }
}
