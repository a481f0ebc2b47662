import { Module } from '@nestjs/common';
import { LedgerProjections } from './ledger.api.js';
import { LedgerService } from './ledger.service.js';

@Module({ providers: [LedgerProjections, LedgerService], exports: [LedgerProjections, LedgerService] })
export class LedgerModule {}
