export { Announcement, Announcer, discoverAll, goneAfterMs, readAnnouncement, subjects } from './announcer.js';
export { describeService, FactDescription, OperationDescription, ServiceDescription } from './description.js';
export { asOpenApi } from './openapi-schema.js';
