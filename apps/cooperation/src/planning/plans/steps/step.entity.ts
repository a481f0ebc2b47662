import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ProcedureDocument } from '../../../shared/documents.js';
import type { PublicInquiry } from '../../inquiry.js';
import { stepRelations, type NewStep } from './step.schema.js';

/** The part and the plan of a step. */
export interface StepPlace {
  readonly planId: string;
  readonly componentId: string;
  readonly iteration: number;
}

/** Steps repeat and go back: they form an append-only log, whatever the current state of the part. */
@Entity('procedure_step')
export class StepRecord {
  static readonly relations = stepRelations;

  @PrimaryColumn('uuid') declare id: string;
  @Column({ type: 'text', collation: 'by_number' }) declare ref: string;
  @Column('int') declare version: number;
  @Column('uuid') declare planId: string;
  @Column('uuid') declare componentId: string;
  @Column('text') declare stepCode: string;
  @Column('date') declare occurredOn: string;
  @Column('int') declare iteration: number;
  @Column('jsonb', { nullable: true }) declare document: ProcedureDocument | null;
  @Column('jsonb', { nullable: true }) declare publicInquiry: PublicInquiry | null;
  @Column('text') declare source: string;

  static record(id: string, ref: string, step: NewStep, place: StepPlace): StepRecord {
    return Object.assign(new StepRecord(), { id, ref, version: 1 }, step, place);
  }
}
