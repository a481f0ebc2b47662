import { Global, Module } from '@nestjs/common';
import { DeadlineWorker } from '@passerelle/platform/features/deadlines';
import { VisibilityCascade } from '@passerelle/platform/features/records';
import { MembershipEnds } from './membership-ends.js';

/** Shared by all slices: each of them may have deadlines, and records that depend on those of others. */
@Global()
@Module({
  providers: [DeadlineWorker, MembershipEnds, VisibilityCascade],
  exports: [DeadlineWorker, MembershipEnds, VisibilityCascade],
})
export class SharedModule {}
