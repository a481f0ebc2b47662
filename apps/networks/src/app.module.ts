import { Module } from '@nestjs/common';
import { referenceModule } from '@passerelle/platform/reference';

@Module({ imports: [referenceModule(['territorialLevels', 'objectives', 'results'])] })
export class AppModule {}
