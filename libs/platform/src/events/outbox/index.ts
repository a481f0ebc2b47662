export { OutboxRelay } from './outbox-relay.js';
export { PendingWatch } from './pending-watch.js';
