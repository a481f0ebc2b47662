// The agreements between regions, the meetings under them, and what was decided there.
import type { Held } from './client.ts';
import { isTitled, type Act, type Loader } from './loading.ts';
import { recordsOf, type Body } from './records.ts';

interface Meeting {
  /** One of each tier: a meeting has no name. */
  body: Body & { tier: string; scheduledOn: string };
  acts: Act[];
  decisions: { body: Body & { text: { fr: string } }; actionItems: (Body & { title: { fr: string } })[] }[];
}

interface Agreement {
  body: Body & { title: { fr: string } };
  acts: Act[];
  meetings: Meeting[];
}

export async function loadForum(loader: Loader): Promise<void> {
  for (const { body, acts, meetings } of recordsOf<Agreement>('agreements')) {
    const list = { path: '/agreements', query: {}, isIt: isTitled(body) };
    const agreement = await loader.keep({ ...list, body, name: body.title.fr });
    await loader.perform(`/agreements/${agreement.id}`, agreement, acts);
    for (const meeting of meetings) await loadMeeting(loader, agreement, meeting);
  }
}

async function loadMeeting(loader: Loader, { id }: Held, { body, acts, decisions }: Meeting): Promise<void> {
  const query = { agreementId: id, tier: body.tier };
  const name = `${body.tier} meeting of ${body.scheduledOn}`;
  const meeting = await loader.keep({ path: '/forumMeetings', query, body: { ...body, agreementId: id }, name });
  await loader.perform(`/forumMeetings/${meeting.id}`, meeting, acts);
  for (const { body: decided, actionItems } of decisions) {
    const isIt = ({ text }: Held) => text?.fr === decided.text.fr;
    const list = { path: '/decisions', query: { forumMeetingId: meeting.id }, isIt };
    const joins = `/forumMeetings/${meeting.id}/decisions`;
    const decision = await loader.keep({ ...list, joins, body: decided, name: decided.text.fr });
    for (const item of actionItems) {
      const items = { path: '/actionItems', query: { decisionId: decision.id }, isIt: isTitled(item) };
      await loader.keep({ ...items, joins: `/decisions/${decision.id}/actionItems`, body: item, name: item.title.fr });
    }
  }
}
