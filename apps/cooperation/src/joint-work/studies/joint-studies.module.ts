import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { JointStudies } from './joint-studies.operations.js';
import { JointStudyRecord } from './joint-study.entity.js';

@Module({
  imports: [TypeOrmModule.forFeature([JointStudyRecord])],
  controllers: [JointStudies],
})
export class JointStudiesModule {}
