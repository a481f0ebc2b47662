import { loadSuites } from '@passerelle/testing/suites';

// Suites that leave a whole system unchanged, or use only their own records: it starts once for all of them.
await loadSuites(import.meta.dirname);
