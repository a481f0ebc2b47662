/** After the last end-to-end test: nothing that the run started is left. */
export { closeTestRun as default } from '@passerelle/stack/test-run';
