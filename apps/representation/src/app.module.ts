import { Module } from '@nestjs/common';
import { auditModule } from '@passerelle/platform/features/audit-trail';
import { referenceModule } from '@passerelle/platform/features/reference';
import { BodiesModule } from './bodies/bodies.module.js';
import { SeatsModule } from './seats/seats.module.js';

@Module({
  imports: [
    auditModule('representation'),
    referenceModule(['bodyFamilies', 'departments', 'holderKinds', 'mandateRoles']),
    BodiesModule,
    SeatsModule,
  ],
})
export class AppModule {}
