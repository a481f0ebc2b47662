import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PlanFollowers } from '../plan-followers.js';
import { ComponentRecord } from './components/component.entity.js';
import { PlanComponents } from './components/components.operations.js';
import { ProcedureSteps } from './components/steps.operations.js';
import { NoticeRecord } from './notices/notice.entity.js';
import { PlanNotices } from './notices/notices.operations.js';
import { PlanRecord } from './plan.entity.js';
import { Plans } from './plans.operations.js';
import { StepRecord } from './steps/step.entity.js';

@Module({
  imports: [TypeOrmModule.forFeature([PlanRecord, ComponentRecord, StepRecord, NoticeRecord])],
  controllers: [Plans, PlanComponents, ProcedureSteps, PlanNotices],
  providers: [PlanFollowers],
  exports: [PlanFollowers],
})
export class PlansModule {}
