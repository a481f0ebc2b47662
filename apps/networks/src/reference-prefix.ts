/** Of the references of this service: `NW-2026-0012`. */
export const referencePrefix = 'NW';
