import { serve } from '@passerelle/platform/service';
import { gateway } from './gateway.js';

await serve(gateway);
