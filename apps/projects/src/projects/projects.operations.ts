import { Database, type Tx } from '@passerelle/platform/data/database';
import {
  cascadeBelow,
  classificationOf,
  RecordOperations,
  VisibilityCascade,
} from '@passerelle/platform/features/records';
import { languageIncomplete, refusal, unknownReference } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { projectExample } from '../examples.js';
import { lockProgramme } from '../programmes/programmes.api.js';
import { consortiumOf, lockConsortium } from './consortia.js';
import { acronymTaken, datesMissing, operationCodeTaken, ProjectRecord } from './project.entity.js';
import { projectChanged, projectRegistered, projectRetracted } from './project.facts.js';
import { projectLife } from './project.life.js';
import { NewProject, Project, ProjectChange, projects } from './project.schema.js';

const twin = [
  {
    index: 'project_operation_code',
    refusal: ({ externalIds }: ProjectChange) =>
      refusal(operationCodeTaken, { operationCode: externalIds?.programmeId ?? '' }),
  },
  { index: 'project_acronym', refusal: ({ acronym = '' }: ProjectChange) => refusal(acronymTaken, { acronym }) },
];

@RecordOperations({
  of: ProjectRecord,
  many: 'projects',
  one: 'project',
  scope: 'projects',
  returns: Project,
  lock: lockConsortium,
  list: { summary: 'List projects', collection: projects },
  read: { summary: 'Read a project' },
  create: {
    act: 'register',
    summary: 'Register a project at the contract stage, or one of another register',
    body: NewProject,
    make: async (name, terms, { tx }) => {
      await refuseUnknownProgramme(tx, terms.programmeId);
      return ProjectRecord.register(name, terms);
    },
    fact: projectRegistered,
    twin,
    refuses: [acronymTaken, operationCodeTaken, languageIncomplete],
    examples: { bridges: projectExample },
  },
  change: {
    summary: 'Correct a project',
    body: ProjectChange,
    apply: async (project, terms: ProjectChange, { tx }) => {
      const { programmeId = project.programmeId } = terms;
      await refuseUnknownProgramme(tx, programmeId);
      project.change(terms, await consortiumOf(tx, { id: project.id, programmeId }));
    },
    fact: projectChanged,
    twin,
    refuses: [acronymTaken, operationCodeTaken, datesMissing, languageIncomplete],
    examples: { prolonged: { endsOn: '2028-06-30' } },
  },
  life: projectLife,
  retract: { summary: 'Take back a project that was registered in error', fact: projectRetracted },
  cascade: cascadeBelow('project_id', classificationOf),
})
export class Projects {
  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
    readonly visibility: VisibilityCascade,
  ) {}
}

async function refuseUnknownProgramme(tx: Tx, id: string): Promise<void> {
  if (!(await lockProgramme(tx, id))) throw unknownReference('programmeId');
}
