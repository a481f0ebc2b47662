import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import { Database, findOrRefuse, update } from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import type { Call } from '@passerelle/platform/runtime/operations';
import { refuseForAnother, type JointAct, type JointEnd } from '../joint-work.js';
import { occurredAt } from '../../shared/acts/evidence.js';
import { JointStudyRecord } from './joint-study.entity.js';
import {
  deliverableReceived,
  studyAccepted,
  studyAgreed,
  studyCancelled,
  studyClosed,
  studyDelivered,
  studyProcured,
  studyPublished,
  studyRenegotiated,
  studyStarted,
} from './joint-study.facts.js';
import type {
  ReceivedDeliverable,
  Renegotiation,
  StudyAgreement,
  StudyContract,
  StudyPublication,
} from './joint-study.schema.js';

type Of<Body> = Call<Body, 'jointStudyId'>;
type Told = typeof studyAgreed;
type Rule = (study: JointStudyRecord, today: string) => void;

/** The acts that move a joint study through its states: load → rule → save → record, in one transaction. */
@Injectable()
export class JointStudyActsService {
  constructor(private readonly db: Database) {}

  renegotiate(call: Of<Renegotiation>): Promise<JointStudyRecord> {
    return this.perform(call, studyRenegotiated, (study, day) => study.renegotiate(call.body, day));
  }

  agree(call: Of<StudyAgreement>): Promise<JointStudyRecord> {
    const { party, source, ...told } = call.body;
    const toldBy = ({ status }: JointStudyRecord) => (status === 'agreed' ? studyAgreed : studyAccepted);
    return this.perform(call, toldBy, (study) => {
      refuseForAnother(call, party);
      const at = occurredAt(
        { ...told, source },
        { actingParty: party, recordingParty: call.caller.party, now: new Date() },
      );
      study.agree({ party, at, ...(source === undefined ? {} : { source }) });
    });
  }

  procure(call: Of<StudyContract>): Promise<JointStudyRecord> {
    return this.perform(call, studyProcured, (study, day) => study.procure(call.body, day));
  }

  start(call: Of<JointAct>): Promise<JointStudyRecord> {
    return this.perform(call, studyStarted, (study, day) => study.start(call.body, day));
  }

  receive(call: Of<ReceivedDeliverable>): Promise<JointStudyRecord> {
    return this.perform(call, deliverableReceived, (study, day) => study.receive(call.body, day));
  }

  deliver(call: Of<JointAct>): Promise<JointStudyRecord> {
    return this.perform(call, studyDelivered, (study, day) => study.deliver(call.body, day));
  }

  release(call: Of<StudyPublication>): Promise<JointStudyRecord> {
    return this.perform(call, studyPublished, (study, day) => study.release(call.body, day));
  }

  close(call: Of<JointAct>): Promise<JointStudyRecord> {
    return this.perform(call, studyClosed, (study, day) => study.close(call.body, day));
  }

  cancel(call: Of<JointEnd>): Promise<JointStudyRecord> {
    return this.perform(call, studyCancelled, (study, day) => study.cancel(call.body, day));
  }

  /** The type of the fact may depend on the status after the act. */
  private perform(
    call: Of<unknown>,
    fact: Told | ((study: JointStudyRecord) => Told),
    rule: Rule,
  ): Promise<JointStudyRecord> {
    return this.db.transaction(call, async (tx) => {
      const study = await findOrRefuse(tx, JointStudyRecord, call.params.jointStudyId, call.expectedVersion);
      rule(study, today(new Date()));
      await update(tx, JointStudyRecord, study);
      await record(tx, 'kind' in fact ? fact(study) : fact(study)(study));
      return study;
    });
  }
}
