import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import type { Name } from '@passerelle/platform/features/lives';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { refusalKind } from '../texts/refusal-kind.js';
import { ProgrammeState, NewProgramme, programmeRelations, type ProgrammeChange } from './programme.schema.js';

export const programmeCodeTaken = refusalKind({
  code: 'programmeCodeTaken',
  status: 409,
  title: 'Programme Code Taken',
});

export interface ProgrammeRecord extends Stored<typeof ProgrammeState> {}

/** A funding programme, and its rules for the consortia of its projects. */
@StoredAs('programme', ProgrammeState, { classification: `'public'` })
export class ProgrammeRecord {
  static readonly relations = programmeRelations;

  static register(name: Name, terms: NewProgramme): ProgrammeRecord {
    const beginning = { version: 1, classification: 'public' as const };
    return Object.assign(new ProgrammeRecord(), name, beginning, terms);
  }

  /** Everyone may read it, under the name that the programme has given itself. */
  get keepsItsLanguages(): boolean {
    return true;
  }

  change(terms: ProgrammeChange): void {
    mergeInto(this, NewProgramme, terms);
  }
}
