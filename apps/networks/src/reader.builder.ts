import { granted, published, reach } from '@passerelle/platform/access/rights';
import { systemActor } from '@passerelle/platform/data/request-transaction';
import { anonymous } from '@passerelle/testing/start-app';

const { actor } = systemActor('a test');

/** On whose behalf a test reads what is public only. */
export const onlyPublic: ReturnType<typeof systemActor> = {
  actor: {
    ...actor,
    reach: (relations) => {
      const sees = reach(granted(published, anonymous, 'BE-BRU'), relations, anonymous);
      return { sees, may: sees };
    },
  },
};
