import { Module } from '@nestjs/common';
import { referenceModule } from '@passerelle/platform/reference';

@Module({ imports: [referenceModule(['departments'])] })
export class AppModule {}
