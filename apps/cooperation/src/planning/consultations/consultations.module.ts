import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PlansModule } from '../plans/plans.module.js';
import { ConsultationActs } from './consultation-acts.operations.js';
import { ConsultationWatch } from './consultation-watch.js';
import { ConsultationRecord } from './consultation.entity.js';
import { ConsultationsController } from './consultations.controller.js';
import { ConsultationsService } from './consultations.service.js';
import { OpinionRecord } from './opinions/opinion.entity.js';
import { OpinionsController } from './opinions/opinions.controller.js';
import { OpinionsService } from './opinions/opinions.service.js';
import { PlanCopies } from './plan-copies.js';

@Module({
  imports: [PlansModule, TypeOrmModule.forFeature([ConsultationRecord, OpinionRecord])],
  controllers: [ConsultationsController, ConsultationActs, OpinionsController],
  providers: [ConsultationsService, OpinionsService, ConsultationWatch, PlanCopies],
})
export class ConsultationsModule {}
