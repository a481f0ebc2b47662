import { Module } from '@nestjs/common';
import { DeadlineWorker } from '@passerelle/platform/features/deadlines';

/** One clock for all slices: a second one would wait for the lock of the first, and never run. */
@Module({ providers: [DeadlineWorker], exports: [DeadlineWorker] })
export class SharedModule {}
