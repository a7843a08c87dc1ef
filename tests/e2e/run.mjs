// The window tests: a real hub, the real app in its own window, and a technician's day in it.
//
//   node tests/e2e/run.mjs            all
//   node tests/e2e/run.mjs walk       those whose name holds "walk"
//
// Needed: target/debug/doorstep, target/debug/doorstep-app (built with the feature custom-protocol after the screens),
// tauri-driver on the PATH, WebKitWebDriver, Xvfb, a font with Chinese.
import { existsSync } from 'node:fs';
import { APP, HUB } from './lib/paths.mjs';
import { endAll } from './lib/process.mjs';
import { run } from './lib/suite.mjs';
import { scenarios as branches } from './cases/branches.mjs';
import { scenarios as camera } from './cases/camera.mjs';
import { scenarios as conditioner } from './cases/conditioner.mjs';
import { scenarios as enrolment } from './cases/enrolment.mjs';
import { scenarios as handover } from './cases/handover.mjs';
import { scenarios as live } from './cases/live.mjs';
import { scenarios as lock } from './cases/lock.mjs';
import { scenarios as monkey } from './cases/monkey.mjs';
import { scenarios as trouble } from './cases/trouble.mjs';
import { scenarios as van } from './cases/van.mjs';
import { scenarios as waiting } from './cases/waiting.mjs';
import { scenarios as layout } from './checks/layout.mjs';
import { scenarios as broadband } from './walk/broadband.mjs';
import { scenarios as repair } from './walk/dw_repair.mjs';

for (const program of [HUB, APP]) {
  if (!existsSync(program)) {
    console.log(`${program} is missing: build it first`);
    process.exit(2);
  }
}
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => endAll().then(() => process.exit(1)));

const failed = await run([...repair, ...broadband, ...conditioner, ...branches, ...enrolment, ...camera, ...handover, ...lock, ...live, ...trouble, ...waiting, ...van, ...monkey, ...layout], process.argv[2]);
process.exit(failed === 0 ? 0 : 1);
