import { Module } from '@nestjs/common';
import { AddressCredentials } from './address-credentials.api.js';

@Module({ providers: [AddressCredentials], exports: [AddressCredentials] })
export class AddressCredentialsModule {}
