// What the definitions over seats, meetings of bodies and positions have in common. No figure is split by body: the
// values of a dimension are those of a list, and bodies are records.

const ofRecord = (field: string) => ({ of: 'root', field });

export const level = { name: 'level', from: ofRecord('level'), codes: 'territorialLevels', additive: true };

/** A record may belong to several departments, and counts for each of them. */
export const department = {
  name: 'department',
  from: ofRecord('departments'),
  codes: 'departments',
  additive: false,
};

/** A record may have several themes, or none. */
export const theme = { name: 'theme', from: ofRecord('themes'), codes: 'themes', additive: false };

/** Every state of a meeting except `cancelled`: a cancelled one asks for nothing. */
export const convened = ['announced', 'prepared', 'attended', 'missed', 'represented', 'reported', 'closed'];

/** Every state of a position except `withdrawn`. */
export const maintained = ['draft', 'validated', 'defended', 'abstained', 'assessed'];

export const meetings = {
  source: 'representation',
  root: 'bodyMeetings',
  children: [],
  where: [{ of: 'root', field: 'status', in: convened }],
};

export const positions = {
  source: 'representation',
  root: 'positions',
  children: [],
  where: [{ of: 'root', field: 'status', in: maintained }],
};

export const seats = {
  source: 'representation',
  root: 'seats',
  children: [{ resource: 'mandates', foreignKey: 'seatId' }],
};

/** On which days Brussels has a seat, and a full member is in office on it. */
export const titular = {
  from: 'heldFrom',
  to: 'heldTo',
  child: {
    resource: 'mandates',
    where: { role: ['titular'] },
    from: 'startedOn',
    to: ['endedOn', 'period.to'],
    except: 'suspensions',
  },
};
