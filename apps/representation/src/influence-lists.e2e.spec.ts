import { judgeInfluenceLists } from './influence-lists.builder.js';

judgeInfluenceLists({ many: 2_000, byCost: false });
