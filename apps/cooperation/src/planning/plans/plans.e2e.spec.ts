import { onStage } from '@passerelle/testing/stage';
import { editor, partnerFlanders, partnerWallonia, type Answer, type CallOptions } from '@passerelle/testing/start-app';
import { walkForbidden } from '@passerelle/testing/transitions';
import { cooperation } from '../../cooperation.js';
import { componentStates } from './component.states.js';
import {
  componentExample,
  inquiryExample,
  josaphatExample,
  planExample,
  visionApprovedExample,
} from './plan.example.js';

const stage = onStage(cooperation);

describe('plans', () => {
  const call = (subject: string, options: CallOptions = {}): Promise<Answer> =>
    stage.client.call(`rpc.cooperation.${subject}`, options);
  const register = async (changes: object = {}, example: object = planExample) => {
    const { body: plan } = await call('plans.register', { body: { ...example, ...changes } });
    const { body } = await call('plan-components.list', { query: { planId: [plan.id] } });
    return { plan, component: body.items[0] };
  };
  const take = (planComponentId: string, body: object, options: CallOptions = {}): Promise<Answer> =>
    call('procedure-steps.record', { path: { planComponentId }, body, ...options });
  const partNow = async (planComponentId: string) =>
    (await call('plan-components.read', { path: { planComponentId } })).body;
  const planNow = async (planId: string) => (await call('plans.read', { path: { planId } })).body;
  const log = (id: string) =>
    stage.app.database.query<{ type: string; data: string }>(
      `SELECT type, data FROM event_log WHERE product = 'internal' AND aggregate_id = $1 ORDER BY position`,
      [id],
    );
  const typesOf = async (id: string): Promise<string[]> => (await log(id)).map(({ type }) => type);
  const step = (stepCode: string, occurredOn: string) => ({ stepCode, occurredOn, source: 'A test' });

  it('registers a plan with its parts, and leaves one whole fact for each', async () => {
    const { plan, component } = await register();
    expect(plan).toMatchObject({ status: 'inPreparation', legalNature: 'indicative', objective: 'O1', version: 1 });
    expect(component).toMatchObject({ code: 'vision', status: 'inPreparation', iteration: 1, planId: plan.id });
    expect(JSON.parse((await log(plan.id))[0]?.data ?? '')).toEqual({ ...plan, href: undefined, changedAt: undefined });
    const { body } = await call('plan-components.read', { path: { planComponentId: component.id } });
    expect(JSON.parse((await log(component.id))[0]?.data ?? '')).toEqual({
      ...body,
      href: undefined,
      changedAt: undefined,
    });
  });

  it('requires the authority that makes plans of the type', async () => {
    const answer = await call('plans.register', { body: { ...planExample, party: 'BE-WAL' } });
    expect(answer).toMatchObject({ status: 400, body: { issues: [{ name: 'party' }] } });
    expect(answer.body.issues[0].type).toBe('urn:problem-type:belgif:input-validation:planTypeOfOtherAuthority');
  });

  it('refuses a plan of a retired type, names its successor, and still reads existing ones', async () => {
    const body = { ...planExample, planType: 'dgRek', party: 'X-BE-DG' };
    const answer = await call('plans.register', { body });
    const [issue] = answer.body.issues;
    expect(answer.status).toBe(400);
    expect(issue).toMatchObject({ name: 'planType', detail: 'is retired: use dgRaumstrategie', value: 'dgRek' });
    expect(issue.type).toBe('urn:problem-type:belgif:input-validation:codeRetired');
    const { plan } = await register({ planType: 'dgRaumstrategie', party: 'X-BE-DG', title: { nl: 'REK', fr: 'REK' } });
    await stage.app.database.query(`UPDATE plan SET plan_type = 'dgRek' WHERE id = $1`, [plan.id]);
    expect(await planNow(plan.id)).toMatchObject({ planType: 'dgRek', party: 'X-BE-DG' });
    const { body: listed } = await call('plans.list', { query: { planType: ['dgRek'] } });
    expect(listed.items.map(({ id }: { id: string }) => id)).toContain(plan.id);
    const changed = { path: { planId: plan.id }, body: { source: 'Another source' }, ifMatch: '"1"' };
    expect(await call('plans.change', changed)).toMatchObject({ status: 200, body: { planType: 'dgRek' } });
  });

  it('has a one-line title: line breaks and direction overrides are refused by field', async () => {
    for (const sign of ['\n', '\r\n', '\u0085', '\u2028', '\u202e']) {
      const title = { nl: `RUP Noordrand${sign}BEGIN:VEVENT`, fr: 'PRES Noordrand' };
      const answer = await call('plans.register', { body: { ...planExample, title } });
      expect(answer).toMatchObject({ status: 400, body: { issues: [{ in: 'body', name: 'title.nl' }] } });
    }
    const { plan } = await register({ source: 'Decree\r\n of 2014' });
    expect(plan.source).toBe('Decree\n of 2014');
  });

  it('records the approval of the Flemish vision, which creates no draft', async () => {
    const { plan, component } = await register();
    const answer = await take(component.id, visionApprovedExample);
    expect(answer).toMatchObject({ status: 201, body: { componentId: component.id, planId: plan.id, version: 1 } });
    const part = await partNow(component.id);
    expect(part).toMatchObject({ status: 'inPreparation', version: 2 });
    expect(part).not.toHaveProperty('draftAdoptedOn');
    expect(await planNow(plan.id)).toMatchObject({ status: 'inPreparation', version: 1 });
    const { body } = await call('procedure-steps.list', { query: { planId: [plan.id], componentId: [component.id] } });
    expect(body.items).toMatchObject([{ stepCode: 'strategicVisionApproved', occurredOn: '2018-07-20', iteration: 1 }]);
    const read = await call('procedure-steps.read', { path: { procedureStepId: body.items[0].id } });
    expect(read).toMatchObject({ status: 200, body: answer.body });
  });

  it.each([
    ['PAD Josaphat', 'bruPad', 'BE-BRU', '2021-09-16', '2021-11-15', 60, 61],
    ['the SDT', 'walSdt', 'BE-WAL', '2023-05-30', '2023-07-14', 45, 46],
    ['the Province of Antwerp', 'vlaPbr', 'BE-VLG', '2022-12-16', '2023-03-15', 89, 90],
    ['the Province of Flemish Brabant', 'vlaPbr', 'BE-VLG', '2022-12-01', '2023-03-01', 90, 91],
  ])('counts the real inquiry of %s by either rule', async (_, planType, party, from, to, exclusive, inclusive) => {
    for (const [countingRule, days] of [
      ['calendarDaysExclusive', exclusive],
      ['calendarDaysInclusive', inclusive],
    ]) {
      const { plan, component } = await register({ planType, party, legalNature: undefined });
      const body = { ...inquiryExample, occurredOn: from, publicInquiry: { from, to, countingRule } };
      await take(component.id, body);
      expect(await partNow(component.id)).toMatchObject({
        status: 'inInquiry',
        inquiry: { from, to, countingRule, days, communes: [] },
      });
      expect(await planNow(plan.id)).toMatchObject({ status: 'draft', firstInquiryOn: from });
    }
  });

  it('follows a master plan from first reading to the end, including a second draft', async () => {
    const { plan, component } = await register({}, josaphatExample);
    const days = ['2020-01-10', '2020-03-01', '2020-06-01', '2020-09-01', '2021-07-01', '2021-09-16', '2022-02-01'];
    const codes = ['firstReadingAdopted', 'publicInquiryOpened', 'regionalCommissionAdvised', 'draftAdapted'];
    const more = ['firstReadingAdopted', 'publicInquiryOpened', 'secondReadingAdopted', 'thirdReadingAdopted'];
    const seen: [string, number][] = [];
    for (const [index, code] of [...codes, ...more, 'enteredIntoForce', 'annulledByCourt'].entries()) {
      const on = days[index] ?? `2024-01-${10 + index}`;
      const opened = {
        ...inquiryExample,
        occurredOn: on,
        publicInquiry: { ...inquiryExample.publicInquiry, from: on, to: '2023-01-01' },
      };
      const { body } = await take(component.id, code === 'publicInquiryOpened' ? opened : step(code, on));
      seen.push([(await partNow(component.id)).status, body.iteration]);
    }
    expect(seen).toEqual([
      ['draftAdopted', 1],
      ['inInquiry', 1],
      ['advice', 1],
      ['adapted', 1],
      ['draftAdopted', 2],
      ['inInquiry', 2],
      ['adapted', 2],
      ['finallyAdopted', 2],
      ['inForce', 2],
      ['annulled', 2],
    ]);
    expect(await planNow(plan.id)).toMatchObject({ status: 'ended', firstInquiryOn: '2020-03-01' });
    expect((await typesOf(plan.id)).slice(1)).toEqual(Array.from({ length: 10 }, () => 'plans.stepRecorded'));
    expect((await typesOf(component.id)).at(-1)).toBe('planComponents.stepRecorded');
    const { body } = await call('procedure-steps.list', { query: { planId: [plan.id], total: ['true'] } });
    expect(body.total).toBe(10);
    const closed = await call('plan-components.add', { path: { planId: plan.id }, body: componentExample });
    expect(closed).toMatchObject({ status: 409, body: { type: 'urn:problem-type:passerelle:recordClosed' } });
  });

  it('refuses every transition outside the state table', async () => {
    const { component } = await register();
    await take(component.id, step('finallyAdopted', '2020-01-01'));
    const on = '2021-09-16';
    const act = (body: object) => ({ subject: 'rpc.cooperation.procedure-steps.record', body });
    const acts = {
      adoptDraft: act(step('draftAdopted', on)),
      openInquiry: act(inquiryExample),
      giveAdvice: act(step('adviceGiven', on)),
      adapt: act(step('draftAdapted', on)),
      adoptFinally: act(step('finallyAdopted', on)),
      enterIntoForce: act(step('enteredIntoForce', on)),
      supersede: act(step('superseded', on)),
      annul: act(step('annulledByCourt', on)),
      abrogate: act(step('abrogated', on)),
    };
    expect(Object.keys(acts).sort()).toEqual([...new Set(componentStates.map((row) => row.act))].sort());
    const walk = { ...stage, table: 'plan_component', states: componentStates, acts };
    const { walked, wrong } = await walkForbidden({ ...walk, id: component.id, parameter: 'planComponentId' });
    expect(wrong).toEqual([]);
    expect(walked).toBe(10 * 9 - componentStates.length);
  });

  it('refuses impossible steps', async () => {
    const { component } = await register();
    const refusalOf = async (body: object) => (await take(component.id, body)).body.type.split(':').at(-1);
    expect(await refusalOf(step('enteredIntoForce', '2021-01-01'))).toBe('notFinallyAdopted');
    await take(component.id, step('draftAdopted', '2021-06-01'));
    expect(await refusalOf(step('finallyAdopted', '2021-05-31'))).toBe('stepOutOfOrder');
    expect((await take(component.id, step('finallyAdopted', '2100-01-01'))).body.issues[0].type).toContain(
      'factInFuture',
    );
    expect((await take(component.id, step('finallyAdopted', '2022-01-01'), { ifMatch: '"1"' })).status).toBe(412);
  });

  it('keeps the log of steps unchanged', async () => {
    const { component } = await register();
    await take(component.id, visionApprovedExample);
    for (const sql of [`UPDATE procedure_step SET source = 'x'`, 'DELETE FROM procedure_step'])
      await expect(stage.app.database.query(sql)).rejects.toThrow('procedure_step is append-only');
  });

  it('moves two parts of a plan concurrently, and the plan with both', async () => {
    const { plan, component } = await register();
    const { body: other } = await call('plan-components.add', { path: { planId: plan.id }, body: componentExample });
    const both = [component.id, other.id].map((id) => take(id, step('abrogated', '2022-01-01')));
    expect((await Promise.all(both)).map(({ status }) => status)).toEqual([409, 409]);
    const adopted = [component.id, other.id].map((id) => take(id, step('finallyAdopted', '2021-01-01')));
    expect((await Promise.all(adopted)).map(({ status }) => status)).toEqual([201, 201]);
    const ended = [component.id, other.id].map((id) => take(id, step('abrogated', '2022-01-01')));
    expect((await Promise.all(ended)).map(({ status }) => status)).toEqual([201, 201]);
    expect(await planNow(plan.id)).toMatchObject({ status: 'ended' });
  });

  it('corrects a plan, and gives its parts the same visibility', async () => {
    const { plan, component } = await register();
    const change = (body: object, version: number) =>
      call('plans.change', { path: { planId: plan.id }, body, ifMatch: `"${version}"` });
    expect(await change({ classification: 'public', parties: ['BE-BRU'] }, 1)).toMatchObject({ body: { version: 2 } });
    const read = await call('plan-components.read', { path: { planComponentId: component.id } });
    expect(read.body).toMatchObject({ classification: 'public', parties: ['BE-BRU'], version: 2 });
    expect(await typesOf(component.id)).toEqual(['planComponents.registered', 'planComponents.changed']);
    expect(await change({ title: { en: 'Only English', fr: null, nl: null } }, 2)).toMatchObject({
      status: 409,
      body: { type: 'urn:problem-type:passerelle:languageIncomplete' },
    });
    expect(await change({ level: 'europe' }, 1)).toMatchObject({ status: 412 });
  });

  describe('another region', () => {
    const asFlanders = { caller: partnerFlanders };

    it('registers and corrects its own plan here, and records its steps', async () => {
      const { status, body: plan } = await call('plans.register', { body: planExample, ...asFlanders });
      expect(status).toBe(201);
      const path = { planId: plan.id };
      const body = { parties: ['BE-BRU', 'BE-VLG', 'BE-WAL'] };
      expect(await call('plans.change', { path, body, ifMatch: '"1"', ...asFlanders })).toMatchObject({ status: 200 });
      const added = await call('plan-components.add', { path, body: componentExample, ...asFlanders });
      expect(added).toMatchObject({ status: 201, body: { parties: body.parties } });
      expect(await take(added.body.id, step('draftAdopted', '2024-01-01'), asFlanders)).toMatchObject({ status: 201 });
      expect(await take(added.body.id, inquiryExample, { caller: partnerWallonia })).toMatchObject({ status: 403 });
      expect(await planNow(plan.id)).toMatchObject({ status: 'draft' });
    });

    it('registers no plan of others, and none that it could not see', async () => {
      const asked = async (changes: object) =>
        (await call('plans.register', { body: { ...planExample, ...changes }, ...asFlanders })).status;
      expect(await asked({ planType: 'walSdt', party: 'BE-WAL' })).toBe(400);
      expect(await asked({ parties: ['BE-BRU'] })).toBe(400);
      expect(await asked({ classification: 'public' })).toBe(400);
    });

    it('sees no plan that Brussels noted of it for its own use', async () => {
      const { plan, component } = await register({ parties: ['BE-BRU'] });
      const read = (caller = partnerFlanders) => call('plans.read', { path: { planId: plan.id }, caller });
      expect([(await read()).status, (await read(editor)).status]).toEqual([404, 200]);
      expect((await take(component.id, visionApprovedExample, asFlanders)).status).toBe(404);
      for (const list of ['plans', 'plan-components', 'procedure-steps', 'plan-notices']) {
        const { body } = await call(`${list}.list`, { query: { pageSize: ['200'] }, ...asFlanders });
        expect(
          body.items.filter((item: { id: string; planId?: string }) => [item.id, item.planId].includes(plan.id)),
        ).toEqual([]);
      }
    });

    it('records the steps of its public plan', async () => {
      const { component } = await register({ classification: 'public' });
      expect(await take(component.id, visionApprovedExample, asFlanders)).toMatchObject({ status: 201 });
      expect(await take(component.id, visionApprovedExample, { caller: partnerWallonia })).toMatchObject({
        status: 403,
      });
    });
  });

  it('finds plans by the words of their titles, by type and by region', async () => {
    const { plan } = await register({ title: { fr: 'Schéma des clairières', nl: 'Plan van de open plekken' } });
    const ids = async (query: Record<string, string[]>) =>
      (await call('plans.list', { query })).body.items.map(({ id }: { id: string }) => id);
    expect(await ids({ q: ['clairières'] })).toEqual([plan.id]);
    expect(await ids({ q: ['clairières'], party: ['BE-WAL'] })).toEqual([]);
    expect(await ids({ q: ['clairieres'], planType: ['vlaBrv'], status: ['inPreparation'] })).toEqual([plan.id]);
  });
});
