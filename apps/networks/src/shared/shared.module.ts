import { Global, Module } from '@nestjs/common';
import { DeadlineWorker } from '@passerelle/platform/features/deadlines';
import { VisibilityCascade } from '@passerelle/platform/features/records';
import { MembershipChanges } from './membership-changes.js';
import { MembershipEnds } from './membership-ends.js';

/** Shared by all slices: each of them may have deadlines, and records that depend on those of others. */
@Global()
@Module({
  providers: [DeadlineWorker, MembershipChanges, MembershipEnds, VisibilityCascade],
  exports: [DeadlineWorker, MembershipChanges, MembershipEnds, VisibilityCascade],
})
export class SharedModule {}
