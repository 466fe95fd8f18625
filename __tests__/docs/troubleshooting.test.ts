import { describe, expect, test } from '@jest/globals';
import { read } from '../../testing/docs/pages.ts';
import { driftBetween, entriesOf, quotesOf } from './entries.ts';
import { type Sentence, sentencesOf, sentencesOfSource, UNSEEN } from './sentences.ts';

const page = read('docs/troubleshooting.md');
const entries = entriesOf(page);
const drift = driftBetween(quotesOf(page));
const sentences = sentencesOfSource();
const troubles = sentences.filter(({ tellsOfTrouble }) => tellsOfTrouble);

test('every error, warning and notice has its entry, and no entry is dead', () => {
  expect(troubles.length).toBeGreaterThan(200);
  expect([...drift.missing(sentences), ...drift.dead(sentences)]).toEqual([]);
});

test('what is left out is there', () => {
  const texts = sentences.map(({ text }) => text);
  expect(texts).toEqual(expect.arrayContaining(UNSEEN));
});

describe('the page drifts when a sentence', () => {
  test('is added', () => {
    const text = 'A new thing went wrong.';
    const added: Sentence = { file: 'src/new.ts', text, tellsOfTrouble: true };
    expect(drift.missing([...sentences, added])).toEqual([`src/new.ts: no entry has “${text}”`]);
  });

  test('is changed, wherever that is', () => {
    for (const { text } of troubles) {
      const words = [...text.matchAll(/[A-Za-z][a-z']*/g)].map(({ index, 0: word }) => {
        return { index, word };
      });
      for (const { index, word } of [...words.slice(0, 1), ...words.slice(-1)]) {
        const changed = `${text.slice(0, index)}otherwise${text.slice(index + word.length)}`;
        const sentence = { file: 'src/new.ts', text: changed, tellsOfTrouble: true };
        expect(drift.missing([sentence])).toHaveLength(1);
      }
    }
  });

  test('is removed, unless another says the same', () => {
    const isTrouble = new Set(troubles.map(({ text }) => text));
    const unseen = drift.unseen(sentences).filter((text) => isTrouble.has(text));
    expect(unseen.sort()).toEqual([
      '`…` must be a text. …',
      'does not exist in this organization',
      'expired … ago',
      'has no usable `id`',
      'has no usable `redacted_value`',
      'has no usable `value`',
      'its state is `absent`',
      'its state is `absent`, but `…` …',
      'its state is `absent`: …',
      'key `…` is delivered and …',
      'never expires',
      'was deleted',
      'was made',
      '… expired … ago',
      '… expires in …, and `min-remaining` is ……',
      '…; nothing was sent.\n…',
    ]);
  });
});

describe('a sentence is found', () => {
  const textsOf = (source: string) =>
    sentencesOf(source, 'src/new.ts')
      .filter(({ tellsOfTrouble }) => tellsOfTrouble)
      .map(({ text }) => text);

  test.each<[string, string, string[]]>([
    ['in an error', "throw new ActionError('file', 'The disk is full.');", ['The disk is full.']],
    ['in a warning', "log.warning('The disk is full.');", ['The disk is full.']],
    ['in a notice', "log.notice('The disk is full.');", ['The disk is full.']],
    ['about an input', "inputs.problem('name', 'is too long.');", ['is too long.']],
    ['in a helper', "const why = () => 'since it is full';", ['since it is full']],
    ['in parts', "f('The disk ' + 'is ' + `${how} full.`);", ['The disk is … full.']],
    ['with what is called', "f('The disk ' + name(x) + ' is full.');", ['The disk … is full.']],
    ['in a hole', "f(`${a ? 'The disk' : x} is very full.`);", ['… is very full.', 'The disk']],
    ['in a table', "const T = { disk: 'it is full' };", ['it is full']],
    ['not in the log', "log.info('The disk is full.');", []],
    ['not in a word of the code', "type T = 'is full'; f('is full');", []],
    ['not in an address', "f('https://api.openai.com/v1', 'a-b', 'application/json');", []],
  ])('%s', (_, source, texts) => {
    expect(textsOf(source)).toEqual(texts);
  });
});

describe('the entries', () => {
  test('quote each sentence once, and explain it', () => {
    const quotes = entries.flatMap((entry) => entry.quotes);
    expect(quotes.length).toBeGreaterThan(100);
    expect(quotes.filter((quote, index) => quotes.indexOf(quote) !== index)).toEqual([]);
    for (const { quotes: of, explanation } of entries) {
      expect({ of, words: explanation.split(' ').length > 2 }).toEqual({ of, words: true });
    }
  });

  test('say nothing that the sentence says', () => {
    for (const { quotes, explanation } of entries) {
      const words = explanation.split(/\s+/);
      const runs = words.map((_, at) => words.slice(at, at + 6)).filter((run) => run.length === 6);
      const repeated = runs
        .map((run) => run.join(' '))
        .filter((run) => quotes.join().includes(run));
      expect(repeated).toEqual([]);
    }
  });
});
