import { serve } from '@passerelle/platform/service';
import { cooperation } from './cooperation.js';

await serve(cooperation);
