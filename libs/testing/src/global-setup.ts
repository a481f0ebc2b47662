/** Before the first end-to-end test: one PostgreSQL for the run, on a free port, and a nats-server at hand. */
export { openTestRun as default } from '@passerelle/stack/test-run';
