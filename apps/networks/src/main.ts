import { serve } from '@passerelle/platform/service';
import { networks } from './networks.js';

await serve(networks);
