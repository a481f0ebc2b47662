import { Module } from '@nestjs/common';
import { auditModule } from '@passerelle/platform/features/audit-trail';
import { replicaModule } from '@passerelle/platform/features/replicas';
import { AgreementsModule } from './forum/agreements/agreements.module.js';
import { CadenceModule } from './forum/cadence/cadence.module.js';
import { DecisionsModule } from './forum/decisions/decisions.module.js';
import { PartiesModule } from './parties/parties.module.js';
import { DataSharingsModule } from './joint-work/data-sharings/data-sharings.module.js';
import { JointProgrammesModule } from './joint-work/programmes/joint-programmes.module.js';
import { JointStudiesModule } from './joint-work/studies/joint-studies.module.js';
import { ConsultationsModule } from './planning/consultations/consultations.module.js';
import { ForumMeetingsModule } from './forum/meetings/forum-meetings.module.js';
import { PlansModule } from './planning/plans/plans.module.js';
import { SharedModule } from './shared/shared.module.js';

@Module({
  imports: [
    auditModule(),
    replicaModule(),
    SharedModule,
    AgreementsModule,
    ForumMeetingsModule,
    CadenceModule,
    ConsultationsModule,
    PlansModule,
    JointStudiesModule,
    JointProgrammesModule,
    DataSharingsModule,
    DecisionsModule,
    PartiesModule,
  ],
})
export class AppModule {}
