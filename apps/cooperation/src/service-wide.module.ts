import { Global, Module } from '@nestjs/common';
import { Clock } from './clock.js';
import { PlanFollowers } from './plan-followers.js';

/** What slices share without knowing each other: dates fall due in every one, and plans are copied in several. */
@Global()
@Module({ providers: [Clock, PlanFollowers], exports: [Clock, PlanFollowers] })
export class ServiceWideModule {}
