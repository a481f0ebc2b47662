import { Module } from '@nestjs/common';
import { Briefs } from './briefs.operations.js';

/** Who goes to a meeting reads one page: it is made of the records of four slices, and keeps none. */
@Module({ controllers: [Briefs] })
export class BriefsModule {}
