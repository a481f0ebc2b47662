import { Global, Module } from '@nestjs/common';
import { DeadlineWorker } from './deadlines/deadline-worker.js';

/** Shared by all slices: each of them may have deadlines. */
@Global()
@Module({ providers: [DeadlineWorker], exports: [DeadlineWorker] })
export class SharedModule {}
