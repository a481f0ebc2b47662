import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ProgrammesModule } from '../programmes/programmes.module.js';
import { ProgrammeReview } from './programme-review.js';
import { ProjectRecord } from './project.entity.js';
import { Projects } from './projects.operations.js';

@Module({
  imports: [ProgrammesModule, TypeOrmModule.forFeature([ProjectRecord])],
  controllers: [Projects],
  providers: [ProgrammeReview],
})
export class ProjectsModule {}
