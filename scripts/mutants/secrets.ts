import type { Mutant } from './mutant.ts';

/** No secret anywhere else. */
export const secrets: readonly Mutant[] = [
  {
    invariant: 3,
    without: 'any redaction',
    file: 'src/domain/redact.ts',
    find: "  return replaceSpans(text, [...hidden, ...short, ...shapes], '***');",
    replace: '  return text;',
    tests: {
      'operations/secrets-in-answers': [
        'a server that sends secrets %s gets nothing of them shown',
      ],
      'contract/rotate-hostile': [
        'the new value is nowhere but in the secret, in its mask and in the trial, with %s',
      ],
    },
  },
  {
    invariant: 3,
    without: 'the search for runs of known secrets',
    file: 'src/domain/redact.ts',
    find: 'outside([...runs, ...marked], values)',
    replace: 'outside(marked, values)',
    tests: {
      'domain/redact': ['leaves no run of 12 characters, however it is broken, cut, or wrapped'],
      'operations/secrets-in-answers': [
        'a server that sends secrets %s gets nothing of them shown',
      ],
    },
  },
  {
    invariant: 3,
    without: 'the reading over what nobody sees',
    file: 'src/domain/known-secrets.ts',
    find: 'kindOf(unit) === UNIT.seen ? unit + (isUpper ? 32 : 0) : SKIPPED',
    replace: 'unit > 0 ? unit + (isUpper ? 32 : 0) : SKIPPED',
    tests: {
      'domain/redact': ['is gone %s'],
      'operations/secrets-in-answers': [
        'a server that sends secrets %s gets nothing of them shown',
      ],
    },
  },
  {
    invariant: 3,
    without: 'the other forms of a secret',
    file: 'src/domain/known-secrets.ts',
    find: 'return new Set([text, ...forms.filter((form) => form.length >= MIN_FORM)]);',
    replace: 'return new Set([text]);',
    tests: {
      'domain/redact': ['is gone in the forms that JSON, addresses and Base64 give it'],
    },
  },
  {
    invariant: 3,
    without: 'the order: a stack is cut before it is redacted',
    file: 'src/action.ts',
    find: 'masker.redact(cause.stack ?? cause.message).slice(0, MAX_TRACE)',
    replace: 'masker.redact((cause.stack ?? cause.message).slice(0, MAX_TRACE))',
    tests: {
      'operations/secrets-in-answers': [
        'a key that nobody knows is gone also where a stack is cut: after %d characters',
      ],
    },
  },
  {
    invariant: 3,
    without: 'the redaction of each line of the log',
    file: 'src/report/logger.ts',
    find: 'plainLines(masker.redact(text))',
    replace: 'plainLines(text)',
    tests: { 'report/logger': ['every line is redacted and made harmless, whatever its kind'] },
  },
  {
    invariant: 3,
    without: 'the redaction of ids as a whole, one below the other',
    file: 'src/report/publish.ts',
    find: 'LISTS.includes(name) ? options.redact(value) : value',
    replace: 'LISTS.includes(name) ? value : value',
    tests: { 'operations/secrets-in-pieces': ['ids that spell a secret one below the other'] },
  },
  {
    invariant: 3,
    without: 'the redaction of the summary as a whole',
    file: 'src/report/publish.ts',
    find: 'appendFileSync(options.summaryFile, options.redact(summary));',
    replace: 'appendFileSync(options.summaryFile, summary);',
    tests: { 'operations/secrets-in-pieces': ['ids that spell a secret one below the other'] },
  },
  {
    invariant: 3,
    without: 'the look for what nobody sees in the address of a redirect',
    file: 'src/http/redirect.ts',
    find: "if (location === undefined || !/^[!-~]+$/.test(location)) return '';",
    replace: "if (location === undefined) return '';",
    tests: { 'operations/secrets-in-pieces': ['%s shows no secret'] },
  },
  {
    invariant: 4,
    without: 'the search for the shapes of credentials',
    file: 'src/domain/redact.ts',
    find: '[...hidden, ...short, ...shapes]',
    replace: '[...hidden, ...short]',
    tests: {
      'domain/credential-shape': ['%s becomes %s'],
    },
  },
  {
    invariant: 4,
    without: "the search for the mark of OpenAI's keys",
    file: 'src/domain/redact.ts',
    find: 'outside([...runs, ...marked], values)',
    replace: 'outside(runs, values)',
    tests: { 'domain/credential-shape': ['%s becomes %s'] },
  },
  {
    invariant: 4,
    without: 'the redaction of answers where they come in',
    file: 'src/openai/parse.ts',
    find: 'const raw = redact === null ? json : redactFields(json, redact);',
    replace: 'const raw = redact === null ? json : redactFields(json, (text) => text);',
    tests: {
      'openai/parse': ['never keeps a value, nor a credential in any depth, key or text'],
      'contract/secrecy': ['a server that puts credentials everywhere gets none of them shown'],
    },
    bundle: true,
  },
  {
    invariant: 4,
    without: 'the exception for redacted values',
    file: 'src/domain/redact.ts',
    find: 'const values = redactedValuesIn(text, runs, known.texts);',
    replace: 'const values: Span[] = [];',
    tests: {
      'domain/redact': ['of a known secret stays, which is its beginning and end'],
      'operations/secrets-in-answers': [
        '%s is shown as it is, and the key that authenticates is told by it',
      ],
    },
  },
  {
    invariant: 4,
    without: 'the length from which letters are a key',
    file: 'src/domain/credential-shape.ts',
    find: '[A-Za-z0-9_]{40})',
    replace: '[A-Za-z0-9_-]{8})',
    tests: { 'domain/redact': ['stays: names, ids, hashes'] },
  },
  {
    invariant: 5,
    without: 'the limit to what is quoted of an input',
    file: 'src/inputs/reader.ts',
    find: 'const shown = text.length > 20 ? `${text.slice(0, 20).toWellFormed()}…` : text;',
    replace: 'const shown = text;',
    tests: { 'inputs/problems': ['no more than 20 characters of a refused input are quoted'] },
  },
  {
    invariant: 6,
    without: 'the care for what the state holds of a key',
    file: 'src/delivery/new-key.ts',
    find: 'context.saveEntry(entry);',
    replace: 'context.saveEntry({ ...entry, ...{ value: created.value.reveal() } });',
    tests: { 'delivery/new-key': ['has no value in the journal'] },
  },
  {
    invariant: 6,
    without: 'the care for what it holds of a lost answer',
    file: 'src/openai/unknown-outcome.ts',
    find: '    hasValue: value !== undefined,\n',
    replace: '    hasValue: value !== undefined,\n    ...{ value: value?.reveal() },\n',
    tests: { 'openai/unknown-outcome': ['what is saved of a lost answer never holds the value'] },
  },
  {
    invariant: 7,
    without: 'the refusal of options of Node',
    file: 'src/inputs/credentials.ts',
    find: '  if (option === undefined) return;',
    replace: '  return;',
    tests: { 'inputs/credentials': ['refuses NODE_OPTIONS=%s'] },
  },
  {
    invariant: 7,
    without: 'the look at what Node was told, in the main step',
    file: 'src/action.ts',
    find: '    refuseTracing(env);\n',
    replace: '    void refuseTracing;\n',
    tests: {
      'operations/action': ['NODE_DEBUG ends the step before any request'],
      'contract/inputs': ['NODE_DEBUG fails the step before any request'],
      'contract/proxy': [
        'options of Node with which no secret is safe end the step before any request',
      ],
    },
    bundle: true,
  },
  {
    invariant: 7,
    without: 'the look at what Node was told, in the post step',
    file: 'src/cleanup.ts',
    find: '    refuseTracing(runtime.env);\n',
    replace: '    void refuseTracing;\n',
    tests: { 'contract/create': ['post with %s sends nothing and names the key'] },
  },
  {
    invariant: 7,
    without: "Node's own way to split options into words",
    file: 'src/inputs/credentials.ts',
    find: 'const given = wordsOf(options).map(',
    replace: "void wordsOf;\n  const given = options.split(' ').map(",
    tests: { 'inputs/node-options': ['an unsafe option is found'] },
  },
  {
    invariant: 8,
    without: 'the rule which files may open a plaintext',
    file: 'src/operations/list.ts',
    find: 'export async function list(',
    replace:
      'export const open = (secret: { reveal(): string }) => secret.reveal();\nexport async function list(',
    tests: {
      'contract/architecture': [
        'a plaintext is opened where it is masked and where it is delivered, nowhere else',
      ],
    },
  },
  {
    invariant: 8,
    without: 'the stars in the place of a plaintext',
    file: 'src/domain/credential.ts',
    find: '  toString(): string {\n    return HIDDEN;',
    replace: '  toString(): string {\n    return this.#text;',
    tests: { 'domain/credential': ['does not show by %s'] },
  },
];
