// A monkey at the window; `cargo xtask soak monkey` lets it walk much longer.
import { walks } from '../monkey/round.mjs';

export const scenarios = [walks('monkey: ten random walks break no page and lose nothing that was said to be saved', 1, 10)];
