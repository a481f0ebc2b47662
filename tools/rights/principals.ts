// The seven kinds of caller (D5), and what each has to do with a record. Written out here, and not taken from the code that
// decides: the matrix compares the two.
import type { Caller } from '@passerelle/platform/identity';
import {
  admin,
  anonymous,
  approver,
  auditor,
  editor,
  partnerFlanders,
  partnerWallonia,
} from '@passerelle/testing/start-app';

/** Whose a record is, and who may know of it. `absent` is none at all. */
export const kinds = [
  'public',
  'withFlanders',
  'withWallonia',
  'amongRegions',
  'internal',
  'restricted',
  'absent',
] as const;
export type Kind = (typeof kinds)[number];

export interface Principal {
  readonly name: string;
  readonly caller: Caller;
  readonly roles: readonly string[];
  /**
   * To the records of each kind. Flanders chairs the meetings that it is shown and makes the plans, Wallonia is told of plans;
   * each of the two provides the data that it is shown. Flanders owns what is to be done for its meetings.
   */
  readonly relations: Readonly<Partial<Record<Kind, readonly string[]>>>;
}

const all = ['own'];
const staff = {
  public: all,
  withFlanders: all,
  withWallonia: all,
  amongRegions: all,
  internal: all,
  restricted: all,
};
const nobody = { public: ['public'] };

export const principals: readonly Principal[] = [
  { name: 'anonymous', caller: anonymous, roles: ['anonymous'], relations: nobody },
  {
    name: 'partnerFlanders',
    caller: partnerFlanders,
    roles: ['anonymous', 'partner'],
    relations: {
      public: ['public'],
      withFlanders: ['party', 'chair', 'owner', 'author', 'provider'],
      amongRegions: ['party'],
    },
  },
  {
    name: 'partnerWallonia',
    caller: partnerWallonia,
    roles: ['anonymous', 'partner'],
    relations: { public: ['public'], withWallonia: ['party', 'affected', 'provider'], amongRegions: ['party'] },
  },
  { name: 'editor', caller: editor, roles: ['anonymous', 'editor'], relations: staff },
  { name: 'approver', caller: approver, roles: ['anonymous', 'approver'], relations: staff },
  { name: 'auditor', caller: auditor, roles: ['anonymous', 'auditor'], relations: staff },
  { name: 'admin', caller: admin, roles: ['anonymous', 'admin'], relations: staff },
];
