import { serve } from '@passerelle/platform/service';
import { representation } from './representation.js';

await serve(representation);
