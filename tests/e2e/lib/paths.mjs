// Where things lie, from this folder.
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const TARGET = process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target');
export const HUB = process.env.DOORSTEP_HUB ?? join(TARGET, 'debug', 'doorstep');
export const APP = process.env.DOORSTEP_APP ?? join(TARGET, 'debug', 'doorstep-app');
export const release = (program) => join(TARGET, 'release', program);
export const SHOTS = join(ROOT, 'target', 'screens', 'technician');
export const PHOTOS = join(ROOT, 'assets', 'demo', 'photos');
export const INKS = join(ROOT, 'assets', 'demo', 'inks');
export const WALKS = join(ROOT, 'assets', 'demo', 'walks');
