export { Announcement, Announcer, discoverAll, goneAfterMs, subjects } from './announcer.js';
export { describeService, FactDescription, OperationDescription, ServiceDescription } from './description.js';
