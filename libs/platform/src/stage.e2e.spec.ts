import { loadSuites } from '@passerelle/testing/suites';

// All suites that use the unchanged service of notes: it starts once for all of them.
await loadSuites(import.meta.dirname);
