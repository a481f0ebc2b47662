import { judgeJointLists } from './joint-lists.builder.js';

judgeJointLists({ many: 100_000, byCost: true });
