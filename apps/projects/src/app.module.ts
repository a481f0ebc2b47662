import { Module } from '@nestjs/common';
import { auditModule } from '@passerelle/platform/features/audit-trail';
import { PartnersModule } from './projects/partners/partners.module.js';
import { ProgrammesModule } from './programmes/programmes.module.js';
import { ProjectsModule } from './projects/projects.module.js';

@Module({
  imports: [auditModule(), ProgrammesModule, ProjectsModule, PartnersModule],
})
export class AppModule {}
