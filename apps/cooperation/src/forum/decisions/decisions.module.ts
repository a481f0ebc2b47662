import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AgreementsModule } from '../agreements/agreements.module.js';
import { ActionItemRecord } from './action-item.entity.js';
import { ActionItems } from './action-items.operations.js';
import { DecisionCascade } from './decision-cascade.js';
import { DecisionRecord } from './decision.entity.js';
import { Decisions } from './decisions.operations.js';

@Module({
  imports: [AgreementsModule, TypeOrmModule.forFeature([DecisionRecord, ActionItemRecord])],
  controllers: [Decisions, ActionItems],
  providers: [DecisionCascade],
})
export class DecisionsModule {}
