import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ProjectActsController } from './project-acts.controller.js';
import { ProjectActsService } from './project-acts.service.js';
import { ProjectRecord } from './project.entity.js';
import { ProjectsController } from './projects.controller.js';
import { ProjectsService } from './projects.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([ProjectRecord])],
  controllers: [ProjectsController, ProjectActsController],
  providers: [ProjectsService, ProjectActsService],
})
export class ProjectsModule {}
