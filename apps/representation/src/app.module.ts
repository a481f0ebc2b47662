import { Module } from '@nestjs/common';
import { auditModule } from '@passerelle/platform/features/audit-trail';
import { BodiesModule } from './bodies/bodies.module.js';
import { PeopleModule } from './people/people.module.js';
import { SeatsModule } from './seats/seats.module.js';

@Module({
  imports: [auditModule(), BodiesModule, SeatsModule, PeopleModule],
})
export class AppModule {}
