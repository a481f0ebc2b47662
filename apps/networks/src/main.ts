import { serve } from '@passerelle/platform/runtime/service';
import { networks } from './networks.js';

await serve(networks);
