import { Module } from '@nestjs/common';
import { auditModule } from '@passerelle/platform/features/audit-trail';
import { replicaModule } from '@passerelle/platform/features/replicas';
import { ActivitiesModule } from './activities/activities.module.js';
import { BenefitsModule } from './benefits/benefits.module.js';
import { ChainsModule } from './chains/chains.module.js';
import { MembershipYearsModule } from './membership-years/membership-years.module.js';
import { MembershipsModule } from './memberships/memberships.module.js';
import { NetworksModule } from './networks/networks.module.js';
import { OfficesModule } from './offices/offices.module.js';
import { PracticesModule } from './practices/practices.module.js';
import { SharedModule } from './shared/shared.module.js';
import { VisibilityModule } from './visibility/visibility.module.js';
import { VisitsModule } from './visits/visits.module.js';

@Module({
  imports: [
    auditModule(),
    replicaModule(),
    SharedModule,
    NetworksModule,
    MembershipsModule,
    MembershipYearsModule,
    OfficesModule,
    ActivitiesModule,
    VisitsModule,
    VisibilityModule,
    PracticesModule,
    ChainsModule,
    BenefitsModule,
  ],
})
export class AppModule {}
