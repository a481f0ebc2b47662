import { serve } from '@passerelle/platform/runtime/service';
import { gateway } from './gateway.js';

await serve(gateway);
