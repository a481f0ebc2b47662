import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PlansModule } from '../plans/plans.module.js';
import { ConsultationRecord } from './consultation.entity.js';
import { Consultations } from './consultations.operations.js';
import { OpinionRecord } from './opinions/opinion.entity.js';
import { Opinions } from './opinions/opinions.operations.js';
import { PlanCopies } from './plan-copies.js';

@Module({
  imports: [PlansModule, TypeOrmModule.forFeature([ConsultationRecord, OpinionRecord])],
  controllers: [Consultations, Opinions],
  providers: [PlanCopies],
})
export class ConsultationsModule {}
