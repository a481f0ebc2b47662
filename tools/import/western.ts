// Whether bytes are windows-1252 beyond doubt. The same bytes are other letters in the encodings of Central Europe, of the Baltic
// and of Macintosh (è is č, ē or È), so a letter counts only if French, Dutch, German, English, Spanish, Italian, Portuguese or a
// Nordic language has it and those others do not. In doubt, the user only has to name the encoding.

const vowels = 'aeiouyàâäéèêëîïôöûùüåæøœáíóú';
const consonants = 'bcdfghjklmnpqrstvwxzç';

const wherever = 'éöüäßôáíóúå';
const somewhere = [
  `(?<=[${consonants}i])è(?=[${consonants}])`,
  `ê(?=[${consonants}])`,
  `ñ(?=[${vowels}])`,
  `(?<=[${vowels}])[ïë]`,
  'ã(?=[oe])',
  'õ(?=es)',
  `(?<!i)ø(?![aeiouàâäéèêëîïôöûùüåæøœáíóú])`,
  `æ(?=[${consonants}])`,
  '(?<!\\p{N})à(?!\\p{L})',
  '(?<=[io])ù(?!\\p{L})',
  'œ(?=u)',
  '(?<=o)û',
  'ç(?=[aouãõ])',
  '(?<=[ao])î|(?<!\\p{L})î(?=l)',
  '(?<=\\p{L})â(?=[bcdglmnrtv]\\p{L})',
];
const signs = ['[»”‘’–—…€°§·´]', '(?<!\\p{L})[«“]', '(?<=\\p{N})[²³]', '(?<=[\\p{N}n]\\.?)[ªº]', '\\u00a0(?!\\p{Ll})'];
const western = new RegExp([`[${wherever}]`, ...somewhere, ...signs].join('|'), 'giu');

const signInWord = '(?<=\\p{L})[^\\p{L}\\p{M}\\x00-\\x7f’‘–·](?=\\p{L})';
const signBeforeWord = '(?<!\\p{N})[^\\p{L}\\x00-\\x7f«“‘€–—…’\\u00a0](?=\\p{L})';
const capitalInWord = '(?<=\\p{Ll})(?![A-Z])\\p{Lu}';
const dashInWord = '(?<=\\p{Ll})–(?=\\p{Ll})';
const threeInARow = '[^\\x00-\\x7f]{3}';
const misread = new RegExp([signInWord, signBeforeWord, capitalInWord, dashInWord, threeInARow].join('|'), 'u');

/** `text` is what windows-1252 makes of the bytes. */
export const isWestern = (text: string): boolean =>
  !misread.test(text) && !/[^\x00-\x7f]/.test(text.replace(western, ''));
