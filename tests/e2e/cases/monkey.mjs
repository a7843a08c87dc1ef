// A monkey at the window; `cargo xtask soak monkey` lets it walk much longer.
import { walks } from '../monkey/round.mjs';

/** Shorter walks than a soak's: these stand in every run. */
const STEPS = 40;

export const scenarios = [walks('monkey: ten times at random through the window, no page breaks and nothing that was said to be saved is lost', 1, 10, STEPS)];
