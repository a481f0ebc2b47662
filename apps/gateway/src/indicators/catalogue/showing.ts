// What the definitions over activities, visits and visibility have in common.

/** Every kind of activity except a briefing, which is for colleagues. */
export const outward = [
  'conference',
  'workingGroupMeeting',
  'studyVisit',
  'webinar',
  'peerReview',
  'surveyReply',
  'positionPaper',
];

/** The parts that say more than "we were there". */
export const activeParts = ['spoke', 'chaired', 'hosted', 'coAuthored'];

/** Journeys that took place. */
const made = ['made', 'reported'];

/** Counts in the periods of one day: an interval that ends on the day on which it begins. */
export const onDay = (day: string) => ({ kind: 'running', from: day, to: day });

const ofNetworks = { source: 'networks', children: [] };

const isActivity = [
  { of: 'root', field: 'status', in: ['recorded'] },
  { of: 'root', field: 'kind', in: outward },
];

export const activities = { ...ofNetworks, root: 'activities', where: isActivity };

/** Activities with one of these parts. */
export const activitiesWith = (...parts: string[]) => ({
  ...activities,
  where: [...isActivity, { of: 'root', field: 'part', in: parts }],
});

export const visits = { ...ofNetworks, root: 'visits', where: [{ of: 'root', field: 'status', in: made }] };

export const visitsOf = (direction: 'incoming' | 'outgoing') => ({
  ...visits,
  where: [...visits.where, { of: 'root', field: 'direction', in: [direction] }],
});

export const visibility = { ...ofNetworks, root: 'visibility', where: [] };

export const objective = {
  name: 'objective',
  from: { of: 'root', field: 'objective' },
  codes: 'objectives',
  additive: true,
};

const kindOf = (codes: string) => ({ name: 'kind', from: { of: 'root', field: 'kind' }, codes, additive: true });
export const activityKind = kindOf('activityKinds');
export const visibilityKind = kindOf('visibilityKinds');

/** A visit may concern several countries. */
export const country = {
  name: 'country',
  from: { of: 'root', field: 'countries' },
  codes: 'countries',
  additive: false,
};

/** Of figures that count a thing once, however many records name it: its records may differ in these. */
export const shared = <Dimension extends object>(...dimensions: Dimension[]) =>
  dimensions.map((dimension) => ({ ...dimension, additive: false }));
