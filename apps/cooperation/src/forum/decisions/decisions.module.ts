import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AgreementsModule } from '../agreements/agreements.module.js';
import { ActionItemRecord } from './action-item.entity.js';
import { ActionItemsController } from './action-items.controller.js';
import { ActionItemsService } from './action-items.service.js';
import { ActionWatch } from './action-watch.js';
import { DecisionCascade } from './decision-cascade.js';
import { DecisionRecord } from './decision.entity.js';
import { DecisionsController } from './decisions.controller.js';
import { DecisionsService } from './decisions.service.js';

@Module({
  imports: [AgreementsModule, TypeOrmModule.forFeature([DecisionRecord, ActionItemRecord])],
  controllers: [DecisionsController, ActionItemsController],
  providers: [DecisionsService, ActionItemsService, ActionWatch, DecisionCascade],
})
export class DecisionsModule {}
