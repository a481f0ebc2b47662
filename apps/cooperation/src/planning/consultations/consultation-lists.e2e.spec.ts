import { judgeConsultationLists } from './consultation-lists.builder.js';

judgeConsultationLists({ many: 2_000, byCost: false });
