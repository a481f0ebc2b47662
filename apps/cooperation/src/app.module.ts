import { Module } from '@nestjs/common';
import { auditModule } from '@passerelle/platform/audit';
import { referenceModule } from '@passerelle/platform/reference';
import { AgreementsModule } from './agreements/agreements.module.js';
import { DecisionsModule } from './decisions/decisions.module.js';
import { PartiesModule } from './parties/parties.module.js';
import { DataSharingsModule } from './data-sharings/data-sharings.module.js';
import { JointProgrammesModule } from './joint-programmes/joint-programmes.module.js';
import { JointStudiesModule } from './joint-studies/joint-studies.module.js';
import { codeLists } from './code-lists.js';
import { ConsultationsModule } from './consultations/consultations.module.js';
import { ForumMeetingsModule } from './forum-meetings/forum-meetings.module.js';
import { PlansModule } from './plans/plans.module.js';
import { ServiceWideModule } from './service-wide.module.js';

@Module({
  imports: [
    auditModule('cooperation'),
    referenceModule(codeLists),
    ServiceWideModule,
    AgreementsModule,
    ForumMeetingsModule,
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
