import { checks } from './checks.ts';
import { create } from './create.ts';
import { masks } from './masks.ts';
import type { Mutant } from './mutant.ts';
import { orphan } from './orphan.ts';
import { outside } from './outside.ts';
import { projectChecks } from './project-checks.ts';
import { projects } from './projects.ts';
import { release } from './release.ts';
import { rotation } from './rotation.ts';
import { secrets } from './secrets.ts';
import { transport } from './transport.ts';

/** Every mutant, in the order of the invariants in docs/threat-model.md. */
export const mutants: readonly Mutant[] = [
  ...masks,
  ...secrets,
  ...outside,
  ...create,
  ...orphan,
  ...checks,
  ...rotation,
  ...transport,
  ...release,
  ...projects,
  ...projectChecks,
].toSorted((a, b) => a.invariant - b.invariant);
