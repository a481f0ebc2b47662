import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { JointProgrammeRecord } from './joint-programme.entity.js';
import { JointProgrammesController } from './joint-programmes.controller.js';
import { JointProgrammesService } from './joint-programmes.service.js';
import { WorkSiteRecord } from './work-site.entity.js';
import { WorkSitesController } from './work-sites.controller.js';
import { WorkSitesService } from './work-sites.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([JointProgrammeRecord, WorkSiteRecord])],
  controllers: [JointProgrammesController, WorkSitesController],
  providers: [JointProgrammesService, WorkSitesService],
})
export class JointProgrammesModule {}
