import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ProgrammesModule } from '../programmes/programmes.module.js';
import { ProgrammeReview } from './programme-review.js';
import { ProjectActsController } from './project-acts.controller.js';
import { ProjectActsService } from './project-acts.service.js';
import { ProjectRecord } from './project.entity.js';
import { ProjectsController } from './projects.controller.js';
import { Projects } from './projects.operations.js';
import { ProjectsService } from './projects.service.js';

@Module({
  imports: [ProgrammesModule, TypeOrmModule.forFeature([ProjectRecord])],
  controllers: [Projects, ProjectsController, ProjectActsController],
  providers: [ProjectsService, ProjectActsService, ProgrammeReview],
})
export class ProjectsModule {}
