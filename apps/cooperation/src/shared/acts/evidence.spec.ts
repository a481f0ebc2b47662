import { occurredOn } from './evidence.js';

const today = '2027-01-15';

it('requires evidence for an act of another authority, and names that authority if it is a party', () => {
  const by = (actingParty: string | undefined) => () =>
    occurredOn({}, { actingParty, recordingParty: 'BE-BRU', today });
  expect(by('BE-BRU')()).toBe(today);
  expect(by('BE-VLG')).toThrow(/sourceRequired \{"party":"BE-VLG"\}/);
  expect(by(undefined)).toThrow(/sourceRequired \{\}/);
});
