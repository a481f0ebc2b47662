import { serve } from '@passerelle/platform/runtime/service';
import { cooperation } from './cooperation.js';

await serve(cooperation);
