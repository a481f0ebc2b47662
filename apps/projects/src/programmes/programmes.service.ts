import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Page } from '@passerelle/platform/data/lists';
import {
  Database,
  findOrRefuse,
  insert,
  isUniqueViolation,
  newId,
  nextReference,
  update,
} from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import type { Call } from '@passerelle/platform/runtime/operations';
import { refusal } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { programmeCodeTaken, ProgrammeRecord } from './programme.entity.js';
import { programmeChanged, programmeRegistered } from './programme.facts.js';
import { programmes, type NewProgramme, type ProgrammeChange, type ProgrammeQuery } from './programme.schema.js';
import { ProgrammeFollowers } from './programmes.api.js';

@Injectable()
export class ProgrammesService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
    private readonly followers: ProgrammeFollowers,
  ) {}

  list(call: Call<undefined, never, ProgrammeQuery>): Promise<Page> {
    return programmes.read(this.db, call);
  }

  read(call: Call<undefined, 'programmeId'>): Promise<ProgrammeRecord> {
    return this.db.read(call, (tx) => findOrRefuse(tx, ProgrammeRecord, call.params.programmeId));
  }

  register(call: Call<NewProgramme>): Promise<ProgrammeRecord> {
    const registered = this.db.transaction(call, async (tx) => {
      const ref = await nextReference(tx, this.context.referencePrefix, Number(today(new Date()).slice(0, 4)));
      const programme = ProgrammeRecord.register(newId(), ref, call.body);
      await insert(tx, ProgrammeRecord, programme);
      await record(tx, programmeRegistered(programme));
      return programme;
    });
    return registered.catch((error: unknown) => refuseTaken(error, call.body.code));
  }

  change(call: Call<ProgrammeChange, 'programmeId'>): Promise<ProgrammeRecord> {
    const changed = this.db.transaction(call, async (tx) => {
      const programme = await findOrRefuse(tx, ProgrammeRecord, call.params.programmeId, call.expectedVersion);
      programme.change(call.body);
      await update(tx, ProgrammeRecord, programme);
      await record(tx, programmeChanged(programme));
      if ('fundingMode' in call.body || 'consortiumRule' in call.body) await this.followers.notify(tx, programme.id);
      return programme;
    });
    return changed.catch((error: unknown) => refuseTaken(error, call.body.code));
  }
}

function refuseTaken(error: unknown, programmeCode = ''): never {
  throw isUniqueViolation(error, 'programme_code') ? refusal(programmeCodeTaken, { programmeCode }) : error;
}
