import { loadSuites } from '@passerelle/testing/suites';

// Every suite of this service that shares its stage: the service starts once for all of them.
await loadSuites(import.meta.dirname);
