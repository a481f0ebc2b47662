import { serve } from '@passerelle/platform/service';
import { projects } from './projects.js';

await serve(projects);
