import { Global, Module } from '@nestjs/common';
import { DeadlineWorker } from '@passerelle/platform/features/deadlines';
import { VisibilityCascade } from '@passerelle/platform/features/records';

/** Shared by all slices: each of them may have deadlines, and records below those of others. */
@Global()
@Module({ providers: [DeadlineWorker, VisibilityCascade], exports: [DeadlineWorker, VisibilityCascade] })
export class SharedModule {}
