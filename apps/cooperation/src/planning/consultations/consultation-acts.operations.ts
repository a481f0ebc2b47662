import { Database } from '@passerelle/platform/data/database';
import { LifeOperations } from '@passerelle/platform/features/records';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { refuseMonolingual } from '../../shared/visibility/bilingual.js';
import { finallyAdoptedOn } from '../plans/plan-snapshot.api.js';
import { actContextOf } from './act-context.js';
import { ConsultationRecord } from './consultation.entity.js';
import { consultationLife } from './consultation.life.js';
import { Consultation } from './consultation.schema.js';
import { lockForAct } from './expiry.js';

@LifeOperations({
  of: ConsultationRecord,
  many: 'consultations',
  one: 'consultation',
  scope: 'cooperation',
  returns: Consultation,
  life: consultationLife,
  load: async (host: ConsultationActs, tx, call) => {
    const context = actContextOf(call, host.context);
    const found = await lockForAct(tx, call.params['consultationId'] ?? '', context.now, call.expectedVersion);
    return { found, context: { ...context, adoptedOn: await finallyAdoptedOn(tx, found) } };
  },
  saving: (_, __, consultation) => (save) => {
    refuseMonolingual(consultation);
    return save();
  },
})
export class ConsultationActs {
  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
  ) {}
}
