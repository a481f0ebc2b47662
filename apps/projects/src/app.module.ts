import { Module } from '@nestjs/common';
import { referenceModule } from '@passerelle/platform/reference';
import { PartnersModule } from './partners/partners.module.js';
import { ProgrammesModule } from './programmes/programmes.module.js';
import { ProjectsModule } from './projects/projects.module.js';

@Module({
  imports: [
    referenceModule(['fundingModes', 'partnerRoles', 'partnerTypes', 'countries']),
    ProgrammesModule,
    ProjectsModule,
    PartnersModule,
  ],
})
export class AppModule {}
