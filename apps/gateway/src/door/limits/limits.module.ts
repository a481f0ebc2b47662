import { Module } from '@nestjs/common';
import { CredentialThrottle } from './credential-throttle.js';
import { Limiter } from './limiter.js';
import { WindowsStore } from './windows.store.js';

/** Rate limits of the gateway. */
@Module({ providers: [WindowsStore, Limiter, CredentialThrottle], exports: [Limiter, CredentialThrottle] })
export class LimitsModule {}
