import { Module } from '@nestjs/common';
import { auditModule } from '@passerelle/platform/features/audit-trail';
import { BodiesModule } from './bodies/bodies.module.js';
import { MeetingsModule } from './meetings/meetings.module.js';
import { SeatsModule } from './seats/seats.module.js';
import { SharedModule } from './shared/shared.module.js';

@Module({
  imports: [auditModule(), SharedModule, BodiesModule, SeatsModule, MeetingsModule],
})
export class AppModule {}
