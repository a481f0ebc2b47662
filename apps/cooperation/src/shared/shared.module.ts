import { Global, Module } from '@nestjs/common';
import { DeadlineWorker } from '@passerelle/platform/features/deadlines';

/** Shared by all slices: each of them may have deadlines. */
@Global()
@Module({ providers: [DeadlineWorker], exports: [DeadlineWorker] })
export class SharedModule {}
