import { serve } from '@passerelle/platform/runtime/service';
import { projects } from './projects.js';

await serve(projects);
