import { serve } from '@passerelle/platform/runtime/service';
import { representation } from './representation.js';

await serve(representation);
