import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { JointProgrammeRecord } from './joint-programme.entity.js';
import { JointProgrammes } from './joint-programmes.operations.js';
import { WorkSiteRecord } from './work-site.entity.js';
import { WorkSites } from './work-sites.operations.js';

@Module({
  imports: [TypeOrmModule.forFeature([JointProgrammeRecord, WorkSiteRecord])],
  controllers: [JointProgrammes, WorkSites],
})
export class JointProgrammesModule {}
