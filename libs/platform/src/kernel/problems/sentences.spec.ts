import { sentencesWith } from './sentences.js';

const sentences = sentencesWith({
  fr: { 'must end ({to}) after {on}': 'doit finir le {to}, après le {on}', 'is late': 'est tardif' },
  nl: { 'must end ({to}) after {on}': 'moet na {on} eindigen ({to})', 'is late': 'is laat' },
  de: { 'must end ({to}) after {on}': 'muss nach dem {on} enden ({to})', 'is late': 'ist spät' },
});

it('says a sentence in each language, and fills in what the English one has', () => {
  const said = (['fr', 'nl', 'en', 'de'] as const).map((language) => sentences('must end (3) after 5', language));
  expect(said).toEqual([
    'doit finir le 3, après le 5',
    'moet na 5 eindigen (3)',
    'must end (3) after 5',
    'muss nach dem 5 enden (3)',
  ]);
});

it.each([
  ['a sentence of the service', 'is late', 'est tardif'],
  ['a sentence of the platform', 'is required', 'est obligatoire'],
  ['the most particular sentence', 'must be one of: a, b', 'doit être l’une de ces valeurs: a, b'],
  ['a value that looks like a place', 'must be {value}', 'doit être {value}'],
  ['a value with signs of a replacement', 'must be $& $1', 'doit être $& $1'],
  ['nothing between two places', 'must end () after ', 'doit finir le , après le '],
  ['an unknown sentence, as it is', 'is unheard of', 'is unheard of'],
  ['one that only begins as another', 'must end (3', 'must end (3'],
])('says %s', (_, sentence, french) => expect(sentences(sentence, 'fr')).toBe(french));
