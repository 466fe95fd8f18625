import { keys } from './keys.ts';
import type { Mutant } from './mutant.ts';
import { outside } from './outside.ts';
import { rest } from './rest.ts';
import { rotation } from './rotation.ts';
import { secrets } from './secrets.ts';

/** Every mutant, in the order of the invariants in docs/threat-model.md. */
export const mutants: readonly Mutant[] = [...secrets, ...outside, ...keys, ...rotation, ...rest];
