import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { VisibilityCascade } from '@passerelle/platform/features/records';
import { ProgrammesModule } from '../programmes/programmes.module.js';
import { ProgrammeReview } from './programme-review.js';
import { ProjectRecord } from './project.entity.js';
import { Projects } from './projects.operations.js';

@Module({
  imports: [ProgrammesModule, TypeOrmModule.forFeature([ProjectRecord])],
  controllers: [Projects],
  providers: [ProgrammeReview, VisibilityCascade],
  exports: [VisibilityCascade],
})
export class ProjectsModule {}
