import { Global, Module } from '@nestjs/common';
import { DeadlineWorker } from '@passerelle/platform/features/deadlines';
import { VisibilityCascade } from '@passerelle/platform/features/records';
import { BodyEnds } from './body-ends.js';
import { MeetingDays } from './meeting-days.js';

/** Shared by all slices: each of them may have deadlines, and records that depend on those of others. */
@Global()
@Module({
  providers: [BodyEnds, DeadlineWorker, MeetingDays, VisibilityCascade],
  exports: [BodyEnds, DeadlineWorker, MeetingDays, VisibilityCascade],
})
export class SharedModule {}
