import { Global, Module } from '@nestjs/common';
import { Clock } from './clock.js';

/** Every slice has dates that fall due. */
@Global()
@Module({ providers: [Clock], exports: [Clock] })
export class ClockModule {}
