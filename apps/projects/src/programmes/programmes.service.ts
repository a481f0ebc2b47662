import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Page } from '@passerelle/platform/collections';
import {
  Database,
  findOrRefuse,
  insert,
  isUniqueViolation,
  newId,
  nextReference,
  update,
} from '@passerelle/platform/database';
import { record } from '@passerelle/platform/facts';
import { refuse } from '@passerelle/platform/problems';
import { ServiceContext } from '@passerelle/platform/service';
import { programmeCodeTaken, ProgrammeRecord } from './programme.entity.js';
import { programmeChanged, programmeRegistered } from './programme.facts.js';
import { programmes, type NewProgramme, type ProgrammeChange, type ProgrammeQuery } from './programme.schema.js';

@Injectable()
export class ProgrammesService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
  ) {}

  list(query: ProgrammeQuery): Promise<Page> {
    return programmes.read(this.db, query);
  }

  read(id: string): Promise<ProgrammeRecord> {
    return findOrRefuse(this.db.source.manager, ProgrammeRecord, id);
  }

  register(terms: NewProgramme): Promise<ProgrammeRecord> {
    const registered = this.db.transaction(async (tx) => {
      const ref = await nextReference(tx, this.context.referencePrefix, Number(today(new Date()).slice(0, 4)));
      const programme = ProgrammeRecord.register(newId(), ref, terms);
      await insert(tx, ProgrammeRecord, programme);
      await record(tx, programmeRegistered(programme));
      return programme;
    });
    return registered.catch((error: unknown) => refuseTaken(error, terms.code));
  }

  change(id: string, version: number | undefined, terms: ProgrammeChange): Promise<ProgrammeRecord> {
    const changed = this.db.transaction(async (tx) => {
      const programme = await findOrRefuse(tx, ProgrammeRecord, id, version);
      programme.change(terms);
      await update(tx, ProgrammeRecord, programme);
      await record(tx, programmeChanged(programme));
      return programme;
    });
    return changed.catch((error: unknown) => refuseTaken(error, terms.code));
  }
}

function refuseTaken(error: unknown, programmeCode = ''): never {
  throw isUniqueViolation(error, 'programme_code') ? refuse(programmeCodeTaken, { programmeCode }) : error;
}
