import { judgeJointLists } from './joint-lists.builder.js';

judgeJointLists({ many: 2_000, byCost: false });
