export { DeadlineWorker, type DeadlineCheck, type Watch } from './deadline-worker.js';
