import { Fleet, type Member } from './fleet.ts';
import type { Stored } from './kinds.ts';

const opened: Fleet[] = [];

/**
 * A fleet for processes of the bundle, whose entries are all due, in this order. Replaced keys are deleted at
 * once, and nothing is tried twice.
 *
 * @returns with the key that each entry has
 */
export async function openDueFleet<Name extends string>(
  ...names: Name[]
): Promise<{ fleet: Fleet; members: Record<Name, Member>; old: Record<Name, Stored> }> {
  const fleet = await Fleet.forBundle();
  opened.push(fleet);
  fleet.defaults['grace-period'] = '0s';
  fleet.inputs['retry-for'] = '0s';
  const members = {} as Record<Name, Member>;
  const old = {} as Record<Name, Stored>;
  for (const [index, name] of names.entries()) {
    members[name] = fleet.add({ name });
    old[name] = fleet.deliver(members[name], 50 - index);
  }
  return { fleet, members, old };
}

/** Closes the fleets of a test. */
export async function closeFleets(): Promise<void> {
  await Promise.all(opened.splice(0).map((fleet) => fleet.close()));
}
