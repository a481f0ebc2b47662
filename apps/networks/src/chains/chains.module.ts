import { Module } from '@nestjs/common';
import { Chains } from './chains.operations.js';

/** What a visit changed, read from the practice and from the plan: it is made of the records of three slices, and keeps none. */
@Module({ controllers: [Chains] })
export class ChainsModule {}
