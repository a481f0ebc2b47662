import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { JointStudiesController } from './joint-studies.controller.js';
import { JointStudiesService } from './joint-studies.service.js';
import { JointStudyActsController } from './joint-study-acts.controller.js';
import { JointStudyActsService } from './joint-study-acts.service.js';
import { JointStudyRecord } from './joint-study.entity.js';

@Module({
  imports: [TypeOrmModule.forFeature([JointStudyRecord])],
  controllers: [JointStudiesController, JointStudyActsController],
  providers: [JointStudiesService, JointStudyActsService],
})
export class JointStudiesModule {}
