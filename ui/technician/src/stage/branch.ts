import type { State } from '../api/generated';

const BRANCHES: readonly State[] = ['rescheduling', 'nobody_home', 'site_not_ready', 'safety_hold', 'refused', 'awaiting_parts', 'taken_away', 'escalated', 'exchange'];

/** Whether the visit has left the main line: no step of it follows, and what may be done is on the screen 情况有变. */
export function isBranch(state: State): boolean {
  return BRANCHES.includes(state);
}
