import { Module } from '@nestjs/common';
import { auditModule } from '@passerelle/platform/features/audit-trail';
import { replicaModule } from '@passerelle/platform/features/replicas';
import { BodiesModule } from './bodies/bodies.module.js';
import { BriefsModule } from './briefs/briefs.module.js';
import { MeetingsModule } from './meetings/meetings.module.js';
import { PeopleModule } from './people/people.module.js';
import { PositionsModule } from './positions/positions.module.js';
import { SeatsModule } from './seats/seats.module.js';
import { SharedModule } from './shared/shared.module.js';

@Module({
  imports: [
    auditModule(),
    replicaModule(),
    SharedModule,
    BodiesModule,
    PeopleModule,
    SeatsModule,
    MeetingsModule,
    PositionsModule,
    BriefsModule,
  ],
})
export class AppModule {}
