import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.js';
import { Catalogue } from './catalogue/catalogue.js';
import { Clock } from './clock.js';
import { IndicatorsController } from './indicators.controller.js';
import { IndicatorsService } from './indicators.service.js';
import { IndicatorWorker } from './indicators.worker.js';
import { MeasurementsController } from './measurements.controller.js';

@Module({
  imports: [LedgerModule],
  controllers: [IndicatorsController, MeasurementsController],
  providers: [Catalogue, Clock, IndicatorWorker, IndicatorsService],
})
export class IndicatorsModule {}
