import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Activities } from './activities.operations.js';
import { ActivityRecord } from './activity.entity.js';

@Module({ imports: [TypeOrmModule.forFeature([ActivityRecord])], controllers: [Activities] })
export class ActivitiesModule {}
