import { Module } from '@nestjs/common';
import { Admission } from './admission.js';
import { Limiter } from './limiter.js';
import { WindowsStore } from './windows.store.js';

/** How much anybody may ask of the door. */
@Module({ providers: [WindowsStore, Limiter, Admission], exports: [Limiter, Admission] })
export class LimitsModule {}
