import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ActionItemRecord } from './action-item.entity.js';
import { ActionItems } from './action-items.operations.js';
import { DecisionRecord } from './decision.entity.js';
import { Decisions } from './decisions.operations.js';

@Module({
  imports: [TypeOrmModule.forFeature([DecisionRecord, ActionItemRecord])],
  controllers: [Decisions, ActionItems],
})
export class DecisionsModule {}
