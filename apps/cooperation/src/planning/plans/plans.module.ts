import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PlanFollowers } from '../plan-followers.js';
import { ComponentRecord } from './components/component.entity.js';
import { ComponentsController } from './components/components.controller.js';
import { ComponentsService } from './components/components.service.js';
import { NoticeRecord } from './notices/notice.entity.js';
import { NoticesController } from './notices/notices.controller.js';
import { NoticesService } from './notices/notices.service.js';
import { PlanCascade } from './plan-cascade.js';
import { PlanRecord } from './plan.entity.js';
import { PlansController } from './plans.controller.js';
import { PlansService } from './plans.service.js';
import { StepRecord } from './steps/step.entity.js';
import { StepsController } from './steps/steps.controller.js';
import { StepsService } from './steps/steps.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([PlanRecord, ComponentRecord, StepRecord, NoticeRecord])],
  controllers: [PlansController, ComponentsController, StepsController, NoticesController],
  providers: [PlansService, ComponentsService, StepsService, NoticesService, PlanFollowers, PlanCascade],
  exports: [PlanFollowers],
})
export class PlansModule {}
