import { loadSuites } from '@passerelle/testing/suites';

// Every suite that needs a gateway without services: the gateway starts once for all of them.
await loadSuites(import.meta.dirname);
